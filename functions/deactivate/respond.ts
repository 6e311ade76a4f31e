import { decideDeactivation } from '../core/deactivation.ts';
import { matchDevice } from '../core/recognition.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { changesSomething } from '../core/transition.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { deactivate as contract } from '../http/contracts/activation.ts';
import { formatInstant } from '../http/instant.ts';
import type { HttpRequest } from '../http/route.ts';
import { hashDevice } from '../http/seen-device.ts';
import { makeActivationId, readActivationId } from '../runtime/activation-id.ts';
import type { Service } from '../service.ts';
import { commit } from '../store/commit.ts';
import { readCommonValues } from '../store/devices.ts';
import { licenseKey, slotKey } from '../store/keys.ts';
import { readItems } from '../store/read.ts';
import { withRetries } from '../store/retry.ts';
import { readSlot } from '../store/slot-item.ts';
import { licensesOf, readProductsOf, readSurroundings } from '../store/surroundings.ts';

type Request = HttpRequest<typeof contract>;

/** `POST /v1/deactivations`: the device gives up its activation (R4.3, R6.6); again gives the same answer. */
export async function respondToDeactivation(service: Service, request: Request): Promise<HttpAnswer | Refusal> {
  const { body, now, requestId } = request;
  const secrets = await service.secrets();
  const id = readActivationId(secrets, body.activationId);
  if (id === null) return refuse('activation_unknown');
  const seen = hashDevice(secrets, id.family, body.device);
  const reader = service.licenses;
  return withRetries(async () => {
    const key = slotKey(id.device, id.family);
    const items = await readItems(reader.database, [key, licenseKey(id.license)], true);
    const read = await reader.fromItems(items, [id.license]);
    const license = read.get(id.license);
    const item = items.get(key);
    if (item === undefined || license === undefined) return refuse('activation_unknown');
    const slot = readSlot(id.device, id.family, item);
    const recorded = { slots: [slot], seen, traced: new Map() };
    const common = await readCommonValues(reader.database, id.family, recorded, true);
    if (!matchDevice(slot, seen, license.plan, common).matches) return refuse('device_mismatch');
    const [around, products] = await Promise.all([
      readSurroundings(reader, read, licensesOf([slot]), true),
      readProductsOf(reader, [slot], [], now),
    ]);
    const world = { now, slot, licenses: await reader.withShards(around), products };
    const { seatFreeAt, promoted, transition } = decideDeactivation(world, id);
    if (changesSomething(transition)) {
      await commit(service.ledger, transition, { actor: 'application', requestId, now });
    }
    const promotedId = promoted && makeActivationId(secrets, { ...id, ...promoted });
    return { status: 200, body: { released: true, seatFreeAt: formatInstant(seatFreeAt), promoted: promotedId } };
  });
}
