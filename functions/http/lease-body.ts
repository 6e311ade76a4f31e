import type { ModeAnswer } from '../core/expiry-mode.ts';
import type { Instant } from '../core/instant.ts';
import { leaseClaims, refreshInstant } from '../core/lease.ts';
import type { SentDevice } from '../core/lease-device.ts';
import type { License } from '../core/license.ts';
import { contentUntil, expiresAt, graceUntil } from '../core/term.ts';
import { hashLeaseDevice } from '../runtime/hashing.ts';
import type { Secrets } from '../runtime/secrets.ts';
import { signLease } from '../runtime/signing.ts';
import { formatInstant } from './instant.ts';

/** What a lease states, beside the license. */
export interface LeaseRequest {
  readonly secrets: Secrets;
  readonly issuer: string;
  readonly sequence: number;
  readonly now: Instant;
  readonly license: License;
  readonly product: string;
  readonly activation: string;
  readonly device: SentDevice;
  readonly standing: ModeAnswer;
  readonly worseAt: Instant | null;
  readonly nonce: string | null;
}

/** The signed lease and when to refresh it; nulls where nothing works (docs/api.md). */
export function leaseBody(request: LeaseRequest): { lease: string | null; refreshAfter: string | null } {
  const { standing, license, now } = request;
  const { mode } = standing;
  if (mode === 'off') return { lease: null, refreshAfter: null };
  const { plan } = license;
  const claims = leaseClaims({
    issuer: request.issuer,
    license: license.id,
    product: request.product,
    activation: request.activation,
    device: hashLeaseDevice(request.device),
    kind: plan.kind,
    mode,
    components: standing.components,
    plan: plan.id,
    expiresAt: expiresAt(license),
    graceUntil: graceUntil(license),
    contentUntil: contentUntil(license, now),
    entitlements: license.entitlements ?? plan.entitlements,
    now,
    hours: plan.lease.hours,
    refreshHours: plan.lease.refreshHours,
    worseAt: mode === 'limited' ? null : request.worseAt,
    nonce: request.nonce,
    sequence: request.sequence,
  });
  return { lease: signLease(request.secrets, claims), refreshAfter: formatInstant(refreshInstant(claims)) };
}
