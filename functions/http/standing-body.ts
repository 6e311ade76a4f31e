import { DAY, type Instant } from '../core/instant.ts';
import type { SentDevice } from '../core/lease-device.ts';
import type { Validation } from '../core/validation.ts';
import { makeActivationId } from '../runtime/activation-id.ts';
import type { Secrets } from '../runtime/secrets.ts';
import { leaseBody } from './lease-body.ts';

/** Where a slot is, and who asks about it. */
export interface StandingRequest {
  readonly secrets: Secrets;
  readonly issuer: string;
  readonly sequence: number;
  readonly now: Instant;
  readonly slot: { readonly device: string; readonly family: string };
  readonly device: SentDevice;
  /** The product that the application asked for; the activation's own where it did not say. */
  readonly product: string | null;
  readonly nonce: string | null;
  /** The id of the activation in force where the application has sent it: making it again takes a MAC. */
  readonly activationId?: string | undefined;
}

/** The slot as it stands: id of the activation in force, mode, components and lease (docs/api.md). */
export function standingBody(validation: Validation, request: StandingRequest) {
  const { license, activation, mode: standing } = validation;
  const { secrets, slot } = request;
  const { mode, components } = standing;
  if (license === null || activation === null) {
    return { activationId: null, mode, components: { ...components }, lease: null, refreshAfter: null };
  }
  const key = { license: license.id, device: slot.device, family: slot.family, nonce: activation.nonce };
  const activationId = request.activationId ?? makeActivationId(secrets, key);
  const product = request.product ?? activation.product;
  const lease = leaseBody({
    ...request,
    license,
    product,
    activation: activationId,
    standing,
    worseAt: validation.worseAt,
  });
  return { activationId, mode, components: { ...components }, ...lease };
}

/** A client's clock that is a day off is worth a warning, never a refusal (R3.5). */
export function clockWarnings(clientTime: Instant | undefined, now: Instant): string[] {
  return clientTime !== undefined && Math.abs(clientTime - now) > DAY ? ['clock_skew'] : [];
}
