import type { Scope } from '../core/scope.ts';

/** Who calls, as the API key tells: `id` stands in the audit, so it is the key's prefix, never the key. */
export interface Actor {
  readonly id: string;
  readonly scopes: readonly Scope[];
}

/**
 * Which scopes open which calls; one of a row is enough. Scopes do not contain each other: `admin` makes keys and
 * endpoints and nothing else, and editing the catalog shows no customer.
 */
export const ACCESS = {
  readCatalog: ['read', 'catalog', 'issue', 'support'],
  changeCatalog: ['catalog'],
  issueCodes: ['issue'],
  readLicenses: ['read', 'issue', 'support'],
  /** A shop that sells codes also changes orders and, after a payment, extends (R7.5). */
  amendLicenses: ['support', 'issue'],
  support: ['support'],
  exportLicenses: ['read'],
  administer: ['admin'],
} as const satisfies Readonly<Record<string, readonly Scope[]>>;

export type Access = keyof typeof ACCESS;

/** Whether an actor may make calls of a kind. */
export function mayAccess(actor: Actor, access: Access): boolean {
  const accepted: readonly Scope[] = ACCESS[access];
  return accepted.some((scope) => actor.scopes.includes(scope));
}
