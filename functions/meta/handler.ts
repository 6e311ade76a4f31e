import { open } from '../http/contracts/open.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { currentEssentials } from '../runtime/essentials.ts';
import { publicKeySet } from '../runtime/signing.ts';

const essentials = currentEssentials();

/** How long a client may keep the key set, in seconds: as long as the service itself uses secrets it has read. */
const KEYS_FRESH = 300;

// Loaded when somebody asks for it: its schemas are ten times what the other calls need.
const loadReference = () => import('./reference-page.ts');

/** What the service says of itself, without the table. */
export const handler = createHttpHandler(essentials, {
  'GET /health': route(open, () => ({ status: 200, body: { status: 'ok' } })),
  'GET /.well-known/jwks.json': route(open, async () => ({
    status: 200,
    headers: { 'cache-control': `public, max-age=${KEYS_FRESH}` },
    body: publicKeySet(await essentials.secrets()),
  })),
  'GET /openapi.json': route(open, async () => (await loadReference()).respondWithDocument()),
  'GET /docs': route(open, async () => (await loadReference()).respondWithPage()),
  'GET /docs/{asset+}': route(open, async ({ path }) => (await loadReference()).respondWithAsset(path.asset)),
});
