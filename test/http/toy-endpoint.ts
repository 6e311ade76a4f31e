import * as v from 'valibot';
import { vi } from 'vitest';
import { refuse } from '../../functions/core/refusal.ts';
import type { Scope } from '../../functions/core/scope.ts';
import type { Actor } from '../../functions/http/access.ts';
import type { Authenticate } from '../../functions/http/admission.ts';
import { createHttpHandler, type HttpDependencies } from '../../functions/http/endpoint.ts';
import { route } from '../../functions/http/route.ts';
import { closed } from '../../functions/http/schemas/closed.ts';
import { pageQuery } from '../../functions/http/schemas/license-request.ts';
import { id, text } from '../../functions/http/schemas/text.ts';
import type { Log } from '../../functions/runtime/log.ts';
import { Unavailable } from '../../functions/runtime/unavailable.ts';

/** Stands for whatever must never leave. */
export const SECRET = 'SECRET-FINGERPRINT';
const keys: Record<string, readonly Scope[]> = { 'Bearer reader': ['read'], 'Bearer editor': ['catalog'] };
export const authenticate = vi.fn<Authenticate>(async (header): Promise<Actor | null> => {
  const scopes = keys[header ?? ''];
  return scopes === undefined ? null : { id: 'lk_1', scopes };
});
export const log = vi.fn<Log>();
export const clock = vi.fn<() => number>(() => 1000);
export const deps: HttpDependencies = { clock, authenticate, log };

const body = closed({ name: text(20), tag: v.exactOptional(id) });
/** A function with a route for everything that can happen. */
export const toy = createHttpHandler(deps, {
  'POST /v1/echo': route({ body }, ({ body: { name }, now, source, requestId, actor }) => ({
    status: 201,
    body: { name, now, source, requestId, actor },
  })),
  'PUT /v1/things/{id}': route({ path: closed({ id }), body, access: 'changeCatalog' }, ({ path, actor }) => ({
    status: 200,
    body: { id: path.id, actor: actor.id },
  })),
  'GET /v1/things/{id}': route({ path: closed({ id }), access: 'readCatalog' }, ({ path }) => ({
    status: 200,
    body: path,
  })),
  'GET /v1/things': route({ query: pageQuery, access: 'readCatalog' }, ({ query }) => ({ status: 200, body: query })),
  'GET /file': route({}, () => ({
    status: 200,
    headers: { 'content-type': 'text/css', 'cache-control': 'max-age=60' },
    body: 'p{}',
  })),
  'GET /bytes': route({}, () => ({ status: 200, headers: { 'content-type': 'image/png' }, body: Uint8Array.of(255) })),
  'GET /refused': route({}, async () => refuse('seat_limit_reached', { limit: 5 })),
  'GET /fault': route({}, () => {
    throw new Error(SECRET);
  }),
  'GET /busy': route({}, async () => {
    throw new Unavailable('table', 7);
  }),
  'GET /unwritable': route({}, () => ({ status: 200, body: { big: 1n } })),
});
