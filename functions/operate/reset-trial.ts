import { recognize } from '../core/recognition.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { readSeatId } from '../core/seat.ts';
import type { Slot } from '../core/slot.ts';
import { resetTrial } from '../core/trial-reset.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { resetTrial as contract } from '../http/contracts/licenses.ts';
import { readRepeatable } from '../http/repeatable.ts';
import type { HttpRequest } from '../http/route.ts';
import type { TrialReset } from '../http/schemas/license-request.ts';
import { readActivationId } from '../runtime/activation-id.ts';
import type { Secrets } from '../runtime/secrets.ts';
import type { Service } from '../service.ts';
import { commit } from '../store/commit.ts';
import { readCommonValues, readSlots, readTraces, traceKeys } from '../store/devices.ts';
import { readRequest, rememberRequest } from '../store/idempotency.ts';
import { slotKey } from '../store/keys.ts';
import type { LicenseReader } from '../store/licenses.ts';
import { readItems } from '../store/read.ts';
import { withRetries } from '../store/retry.ts';
import { readSeatWithSlot } from '../store/seats.ts';
import { transact } from '../store/transaction.ts';

/** `POST /v1/devices/reset-trial`: support forgives a device's trial history, with an audit entry. */
export async function forgiveTrial(
  service: Service,
  request: HttpRequest<typeof contract>,
): Promise<HttpAnswer | Refusal> {
  const { body, now, actor, requestId } = request;
  const { licenses: reader, ledger } = service;
  const secrets = await service.secrets();
  const repeat = readRepeatable(secrets, request, 'reset-trial', body);
  if (isRefusal(repeat)) return repeat;
  return withRetries(async (): Promise<HttpAnswer | Refusal> => {
    const known = repeat && (await readRequest(ledger, repeat, now));
    if (isRefusal(known)) return known;
    if (known !== null) return { status: 200, body: { reset: known.content.reset === true } };
    const found = await findSlot(reader, secrets, body);
    if (isRefusal(found)) return found;
    const license = (await reader.read([found.license], true)).get(found.license);
    if (license === undefined) return found.unknown;
    const reset = resetTrial(await findMatches(reader, found.slot, license), license, body.reason);
    const row = repeat === null ? [] : [rememberRequest(repeat, { reset: reset !== null }, now)];
    if (reset === null) await transact(ledger, row);
    else await commit(ledger, reset, { actor: actor.id, requestId, now }, row);
    return { status: 200, body: { reset: reset !== null } };
  });
}

interface Found {
  readonly license: string;
  readonly slot: Slot;
  readonly unknown: Refusal;
}

async function findSlot(reader: LicenseReader, secrets: Secrets, body: TrialReset): Promise<Found | Refusal> {
  const { activationId, licenseId, seatId } = body;
  if (activationId !== undefined) {
    const unknown = refuse('activation_unknown');
    const id = readActivationId(secrets, activationId);
    if (id === null) return unknown;
    const key = slotKey(id.device, id.family);
    const [slot] = readSlots(await readItems(reader.database, [key], true), id.family, [id.device]);
    return slot === undefined ? unknown : { license: id.license, slot, unknown };
  }
  const unknown = refuse('seat_unknown');
  const seat = seatId === undefined ? null : readSeatId(seatId);
  if (licenseId === undefined || seat === null) return unknown;
  const found = await readSeatWithSlot(reader.database, licenseId, seat);
  return found?.slot ? { license: licenseId, slot: found.slot, unknown } : unknown;
}

/** The slot and every other record of the family that matches its device (R5.8). */
async function findMatches(
  { database }: LicenseReader,
  slot: Slot,
  { plan }: Parameters<typeof resetTrial>[1],
): Promise<readonly Slot[]> {
  const { family, device, identity } = slot;
  const seen = { fingerprint: device, components: identity.components };
  const traces = readTraces(await readItems(database, traceKeys(family, seen), true), family, seen);
  const others = traces.devices.filter((one) => one !== device);
  const keys = others.map((one) => slotKey(one, family));
  const candidates = [slot, ...readSlots(await readItems(database, keys, true), family, others)];
  const recorded = { slots: candidates, seen, traced: traces.aliases };
  const common = await readCommonValues(database, family, recorded, true);
  const { best, others: matches } = recognize(candidates, seen, plan, new Set([...traces.common, ...common]));
  return [...new Set([slot, ...(best === null ? [] : [best.slot]), ...matches])];
}
