import type { Scope } from '../../functions/core/scope.ts';
import { deriveApiKey } from '../../functions/runtime/derivation.ts';
import { readEnvironment } from '../../functions/runtime/environment.ts';
import { hashApiKey } from '../../functions/runtime/hashing.ts';
import { newNonce, systemRandom } from '../../functions/runtime/random.ts';
import { createSecretsLoader } from '../../functions/runtime/secrets-loader.ts';
import { createApiKey, readKeyPage } from '../../functions/store/api-keys.ts';
import { openDatabase, type TableLocation } from '../../functions/store/client.ts';

interface FirstKey {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Also when there is a key that can make keys. */
  readonly another: boolean;
}

const PAGE = 100;

/** Writes a key straight into the table. @returns null when there is one that can make keys */
export async function makeFirstKey(
  location: TableLocation,
  { variables, name, scopes, another }: FirstKey,
): Promise<{ readonly prefix: string; readonly key: string } | null> {
  const database = openDatabase(location);
  const now = Date.now();
  for (let after: string | null | undefined; after !== null && !another; ) {
    const page = await readKeyPage(database, { after: after ?? null, limit: PAGE });
    const rules = page.keys.some((key) => key.scopes.includes('admin') && (key.expiresAt ?? now + 1) > now);
    if (rules) return null;
    after = page.next;
  }
  const secrets = await createSecretsLoader(readEnvironment(variables, ['secrets']).secrets)();
  const { prefix, key } = deriveApiKey(secrets, newNonce(systemRandom));
  const hash = hashApiKey(secrets, key);
  await createApiKey(database, { prefix, hash, name, scopes, createdAt: now, expiresAt: null }, []);
  return { prefix, key };
}
