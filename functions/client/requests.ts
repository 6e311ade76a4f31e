import type { InferInput } from 'valibot';
import type { activationRequest, deactivationRequest } from '../http/schemas/activation-request.ts';
import type { validationRequest } from '../http/schemas/validation-request.ts';
import { encodeBase64url } from './base64url.ts';
import type { ActivationChoices, Setup } from './options.ts';

export type ActivationBody = InferInput<typeof activationRequest>;
export type ValidationBody = InferInput<typeof validationRequest>;
export type DeactivationBody = InferInput<typeof deactivationRequest>;

function facts({ product, productVersion, region, now }: Setup) {
  return {
    product,
    clientTime: new Date(now()).toISOString(),
    ...(productVersion !== undefined && { productVersion }),
    ...(region !== undefined && { region }),
  };
}

export async function activationBody(setup: Setup, code: string, choices: ActivationChoices): Promise<ActivationBody> {
  return { code, ...facts(setup), device: await setup.device(), ...choices };
}

/** The nonce comes back signed in the lease, so that an answer of last week is not taken for one of now. */
export async function validationBody(setup: Setup, activationId: string): Promise<ValidationBody & { nonce: string }> {
  const contentDate = setup.contentDate();
  return {
    activationId,
    ...facts(setup),
    device: await setup.device(),
    nonce: encodeBase64url(crypto.getRandomValues(new Uint8Array(16))),
    ...(contentDate !== null && { contentDate }),
  };
}

export async function deactivationBody(setup: Setup, activationId: string): Promise<DeactivationBody> {
  return { activationId, device: await setup.device() };
}
