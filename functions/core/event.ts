import type { Instant } from './instant.ts';

/** Everything that can happen to a license: audit entries and outgoing events alike (R14). */
export const LICENSE_EVENTS = [
  'license.issued',
  'license.imported',
  'license.activated',
  'license.reactivated',
  'license.replaced',
  'license.renewed',
  'license.extended',
  'license.suspended',
  'license.resumed',
  'license.blocked',
  'license.unblocked',
  'license.revoked',
  'license.updated',
  'license.expiring',
  'license.expired',
  'license.grace_ended',
  'license.block_tolerance_ended',
  'reserve.added',
  'reserve.activated',
  'reserve.released',
  'seat.released',
  'seat.freed',
  'activations.reset',
  'code.rotated',
  'recovery.requested',
  'trial.reset',
] as const;

/** What happens to the catalog, to API keys and webhooks: it is audited too, but does not leave as an event. */
type AdministrationEvent =
  | 'product.changed'
  | 'plan.changed'
  | 'key.created'
  | 'key.revoked'
  | 'webhook.changed'
  | 'webhook.removed'
  | 'webhook.replayed';

export type EventType = (typeof LICENSE_EVENTS)[number] | AdministrationEvent;

/** A plain value that may stand in an audit entry; never a name, an e-mail address or a secret (R14.1). */
export type Detail = string | number | boolean | null | readonly Detail[] | { readonly [name: string]: Detail };

/** One change of a license: an audit entry and an outgoing event in one (R14.1, R14.2). */
export interface LicenseEvent {
  readonly type: EventType;
  readonly license: string;
  /** The instant at which it was due, for what time alone brings about; a late sweep does not move it (R13.5). */
  readonly dueAt?: Instant;
  readonly reason?: string;
  readonly data?: Readonly<Record<string, Detail>>;
  readonly before?: Readonly<Record<string, Detail>>;
  readonly after?: Readonly<Record<string, Detail>>;
}
