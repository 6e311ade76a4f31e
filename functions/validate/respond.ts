import type { License } from '../core/license.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { Facts } from '../core/slot.ts';
import { decideValidation, type Validation } from '../core/validation.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { validate as contract } from '../http/contracts/validation.ts';
import { formatInstant, formatOptional } from '../http/instant.ts';
import { licenseBody } from '../http/license-body.ts';
import type { HttpRequest } from '../http/route.ts';
import type { LicenseAnswer } from '../http/schemas/license-answer.ts';
import { hashDevice } from '../http/seen-device.ts';
import { clockWarnings, standingBody } from '../http/standing-body.ts';
import { readTypedCode, type TypedCode } from '../http/typed-code.ts';
import { VERDICT_TEXT } from '../http/verdict-text.ts';
import { type ActivationKey, readActivationId } from '../runtime/activation-id.ts';
import type { Secrets } from '../runtime/secrets.ts';
import type { Service } from '../service.ts';
import { withRetries } from '../store/retry.ts';
import { countSettledSeats } from '../store/settled-counts.ts';
import { type LoadedValidation, loadByCode, loadById } from './load.ts';
import { persistFindings } from './persist.ts';
import { unknownBody } from './unknown.ts';

type Request = HttpRequest<typeof contract>;

/** What a request is about: an activation by its id, or a code on a device of a family. */
type Target = { readonly id: ActivationKey } | { readonly code: TypedCode; readonly family: string };

/** `POST /v1/validations`: always 200 for a definite answer (api.md). */
export async function respondToValidation(service: Service, request: Request): Promise<HttpAnswer | Refusal> {
  const { body, now, requestId } = request;
  const secrets = await service.secrets();
  const target = await readTarget(service, secrets, request);
  if (target === null) return unknownBody(body, now);
  if (isRefusal(target)) return target;
  const family = 'id' in target ? target.id.family : target.family;
  const seen = hashDevice(secrets, family, body.device);
  const product = body.product ?? null;
  const load = (strong: boolean) =>
    'id' in target
      ? loadById(service.licenses, { now, product, seen, id: target.id }, strong)
      : loadByCode(service.licenses, { now, product, seen, family, code: target.code.hashes }, strong);
  const decided = await withRetries(async (again) => {
    const first = decide(await load(again), body);
    // A negative answer counts only when it rests on a strong read (R2.8).
    return first?.validation.valid || again ? first : decide(await load(true), body);
  });
  if (decided === null) {
    return 'code' in target && target.code.unknown.refused === 'code_malformed'
      ? target.code.unknown
      : unknownBody(body, now);
  }
  const { loaded, validation } = decided;
  // Shown before it is written: the license was read with its seats as they were, and who waits behind it is asked for now;
  // a take-over that is persisted in between would be missed in both.
  const answered = await answer(service, secrets, request, loaded, validation);
  await persistFindings(service, loaded, validation, seen, { actor: 'application', requestId, now });
  return answered;
}

async function readTarget(
  service: Service,
  secrets: Secrets,
  { body, now }: Request,
): Promise<Target | Refusal | null> {
  const code =
    body.code === undefined ? null : await readTypedCode(secrets, body.code, () => service.imports.exists(now));
  if (isRefusal(code)) return code;
  const product = body.product === undefined ? null : await service.licenses.catalog.readProduct(body.product, now);
  if (body.product !== undefined && product === null) return refuse('product_unknown');
  if (code !== null && product !== null) return { code, family: product.family };
  const id = readActivationId(secrets, body.activationId ?? '');
  return id === null ? null : { id };
}

function decide(loaded: LoadedValidation | null, body: Request['body']) {
  if (loaded === null) return null;
  const question = {
    ...loaded.asked,
    product: body.product ?? null,
    facts: claimedFacts(body),
    contentDate: body.contentDate ?? null,
  };
  return { loaded, validation: decideValidation(loaded.world, question) };
}

/** Facts sent with a validation count for that answer alone (R8.3). */
function claimedFacts({ product, productVersion, region, device }: Request['body']): Partial<Facts> {
  return {
    ...(product !== undefined && { product }),
    ...(productVersion !== undefined && { productVersion }),
    ...(region !== undefined && { region }),
    ...(device.platform !== undefined && { platform: device.platform }),
    ...(device.osVersion !== undefined && { osVersion: device.osVersion }),
  };
}

async function answer(
  service: Service,
  secrets: Secrets,
  { body, now }: Request,
  { world, asked, changedComponents }: LoadedValidation,
  validation: Validation,
): Promise<HttpAnswer> {
  const { verdict, valid, role, license, reserve } = validation;
  const standing = standingBody(validation, {
    secrets,
    issuer: service.issuer,
    sequence: service.nextSequence(now),
    now,
    slot: world.slot ?? { device: '', family: '' },
    device: body.device,
    product: body.product ?? null,
    nonce: body.nonce ?? null,
    activationId: isInForce(validation, asked) ? body.activationId : undefined,
  });
  return {
    status: 200,
    logged: { verdict, mode: standing.mode },
    body: {
      valid,
      verdict,
      ...VERDICT_TEXT[verdict],
      ...standing,
      activationId: standing.activationId ?? body.activationId ?? null,
      role,
      license: license && (await shown(service, license, now)),
      reserve: reserve && (await shown(service, reserve, now)),
      reserveReason: validation.reserveReason,
      contentUntil: formatOptional(validation.contentUntil),
      nonce: body.nonce ?? null,
      serverTime: formatInstant(now),
      warnings: clockWarnings(body.clientTime, now),
      changedComponents: asked.deviceMatches ? changedComponents : [],
    },
  };
}

/** Whether the activation that was asked about is the one in force, and not what a take-over has left in its place. */
function isInForce({ license, activation }: Validation, asked: LoadedValidation['asked']): boolean {
  return asked.nonce !== null && activation?.nonce === asked.nonce && license?.id === asked.license;
}

/** A license with its seats as they stand; those of a large class may be a minute old (R4.6, R6.5). */
async function shown({ licenses }: Service, license: License, now: number): Promise<LicenseAnswer> {
  const counted = await licenses.withRecentCounts(license, now);
  return licenseBody(await countSettledSeats(licenses, counted, now), now);
}
