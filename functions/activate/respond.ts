import type { ActivationOutcome } from '../core/activation/command.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { seatId } from '../core/seat.ts';
import type { Facts } from '../core/slot.ts';
import { type Licenses, settleStart } from '../core/take-over.ts';
import { decideValidation } from '../core/validation.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { activate as contract } from '../http/contracts/activation.ts';
import { formatInstant } from '../http/instant.ts';
import { licenseBody } from '../http/license-body.ts';
import type { HttpRequest } from '../http/route.ts';
import { hashDevice } from '../http/seen-device.ts';
import { clockWarnings, standingBody } from '../http/standing-body.ts';
import { readTypedCode, type TypedCode } from '../http/typed-code.ts';
import { makeActivationId } from '../runtime/activation-id.ts';
import { makeConfirmation, readConfirmation } from '../runtime/confirmation.ts';
import type { MailQueue } from '../runtime/mail-queue.ts';
import { newNonce } from '../runtime/random.ts';
import type { Secrets } from '../runtime/secrets.ts';
import type { Service } from '../service.ts';
import { type Activated, activate } from './activate.ts';
import { listFullSeats } from './full-seats.ts';
import type { PreviousQuestion } from './load.ts';

type Request = HttpRequest<typeof contract>;
type Done = Extract<ActivationOutcome, { refusal: null }>;

/** `POST /v1/activations`: parse, load, decide, commit, answer (R3). */
export async function respondToActivation(
  service: Service,
  mailQueue: MailQueue,
  request: Request,
): Promise<HttpAnswer | Refusal> {
  const { body, now, requestId } = request;
  const secrets = await service.secrets();
  const hasImports = () => service.imports.exists(now);
  const code = await readTypedCode(secrets, body.code, hasImports);
  if (isRefusal(code)) return code;
  const product = await service.licenses.catalog.readProduct(body.product, now);
  if (product === null) return refuse('product_unknown');
  const previous = body.previousCode === undefined ? null : await readTypedCode(secrets, body.previousCode, hasImports);
  const store = { reader: service.licenses, ledger: service.ledger };
  const question = {
    now,
    code: code.hashes,
    previous: previous === null ? null : previousOf(previous),
    releaseSeat: body.releaseSeat ?? null,
    product,
    seen: hashDevice(secrets, product.family, body.device),
    newDevice: newNonce(service.random),
  };
  const command = {
    product,
    facts: factsOf(body),
    deviceName: body.device.name ?? null,
    nonce: newNonce(service.random),
    replace: body.replace ?? false,
    confirmed: body.confirm === undefined ? null : readConfirmation(secrets, body.confirm, now),
    releaseSeat: body.releaseSeat !== undefined,
    acceptShorterTerm: body.acceptShorterTerm ?? false,
  };
  const activated = await activate(store, question, command, { actor: 'application', requestId, now });
  if (isRefusal(activated)) return activated.refused === 'code_unknown' ? code.unknown : activated;
  if (activated.mailed) await mailQueue.wake(service.log, requestId);
  const { outcome } = activated;
  return outcome.refusal === null
    ? answer(service, secrets, request, activated, outcome)
    : explainRefusal(service, secrets, activated, outcome, now);
}

function factsOf({ product, productVersion, device, region }: Request['body']): Facts {
  const { platform, osVersion } = device;
  return {
    product,
    productVersion: productVersion ?? null,
    platform,
    osVersion: osVersion ?? null,
    region: region ?? null,
  };
}

async function explainRefusal(
  service: Service,
  secrets: Secrets,
  { loaded }: Activated,
  outcome: Exclude<ActivationOutcome, Done>,
  now: number,
): Promise<Refusal> {
  const { refusal, terms } = outcome;
  if (terms !== undefined) {
    return { ...refusal, fields: { ...refusal.fields, confirm: makeConfirmation(secrets, terms, now) } };
  }
  if (refusal.refused !== 'seat_limit_reached' || loaded.command.codeRotated) return refusal;
  const license = loaded.world.licenses.get(loaded.command.license);
  const seats =
    license === undefined ? [] : await listFullSeats(service.licenses, license, String(refusal.fields?.class), now);
  return { ...refusal, fields: { ...refusal.fields, seats } };
}

/** A previous code, and what it is if no license has it (R7.3). */
function previousOf(typed: TypedCode | Refusal): PreviousQuestion {
  if (isRefusal(typed)) return { hashes: [], problem: 'malformed' };
  return { hashes: typed.hashes, problem: typed.unknown.refused === 'code_malformed' ? 'malformed' : 'unknown' };
}

function answer(
  service: Service,
  secrets: Secrets,
  request: Request,
  { loaded }: Activated,
  outcome: Done,
): HttpAnswer {
  const { body, now } = request;
  const { role, nonce, created, slot, transition } = outcome;
  const licenses: Licenses = new Map([
    ...loaded.world.licenses,
    ...transition.licenses.map(({ after }) => [after.id, after] as const),
  ]);
  const { license: id } = loaded.command;
  // Another product may have the activation already (R11.1): the answer is for the one that asks, as it was judged to fit.
  const asking = role === 'active' ? { product: body.product, facts: factsOf(body) } : { product: null, facts: {} };
  const question = { license: id, nonce, ...asking, deviceMatches: true, contentDate: null };
  const validation = decideValidation({ now, slot, licenses, products: loaded.world.products }, question);
  const standing = standingBody(validation, {
    secrets,
    issuer: service.issuer,
    sequence: service.nextSequence(now),
    now,
    slot,
    device: body.device,
    product: asking.product,
    nonce: null,
  });
  const holding = role === 'active' ? slot.inForce : slot.reserve;
  const added = holding?.license === id ? licenses.get(id) : undefined;
  const seat = Object.values(holding?.activations ?? {}).find((one) => one.nonce === nonce);
  if (added === undefined || seat === undefined) throw new Error('an activation that is not in its slot');
  return {
    status: created ? 201 : 200,
    body: {
      ...standing,
      activationId: makeActivationId(secrets, { license: id, device: slot.device, family: slot.family, nonce }),
      seatId: seatId(seat),
      created,
      role,
      // A reserve may have started on another device, without anybody having persisted it (R6.4, R6.5).
      license: licenseBody(settleStart(added, licenses, now), now),
      serverTime: formatInstant(now),
      forfeitedDays: outcome.forfeitedDays,
      warnings: [...outcome.warnings, ...clockWarnings(body.clientTime, now)],
      changedComponents: outcome.changedComponents,
    },
  };
}
