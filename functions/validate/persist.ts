import type { SeenDevice } from '../core/device-match.ts';
import { dayNumber } from '../core/instant.ts';
import { learn, sameIdentity } from '../core/recognition.ts';
import type { Slot } from '../core/slot.ts';
import type { Validation } from '../core/validation.ts';
import { describeFault } from '../runtime/log.ts';
import type { Service } from '../service.ts';
import type { Authorship } from '../store/audit-item.ts';
import { commit } from '../store/commit.ts';
import { noteSeen, writeIdentity } from '../store/slot-writing.ts';
import { takeOverSlot } from '../store/take-overs.ts';
import type { LoadedValidation } from './load.ts';

/**
 * The few things that a validation may write (api.md): a due take-over, changed parts of the device, the first time of a
 * UTC day. Each is what any later call would do as well, so that trouble with it is nobody's refusal.
 */
export async function persistFindings(
  service: Service,
  loaded: LoadedValidation,
  validation: Validation,
  seen: SeenDevice,
  authorship: Authorship,
): Promise<void> {
  const { slot } = loaded.world;
  if (slot === null || !loaded.asked.deviceMatches) return;
  try {
    if (validation.transition === null) await persistSight(service, loaded, validation, seen, authorship);
    else await persistTakeOver(service, slot, validation, authorship);
  } catch (fault) {
    const at = { requestId: authorship.requestId, licenseId: validation.license?.id };
    service.log('validation.not_persisted', { ...at, ...describeFault(fault) });
  }
}

/** The take-over, and the day on which who took over was seen first (R6.5). */
async function persistTakeOver(
  { ledger, licenses }: Service,
  slot: Slot,
  { transition, activation }: Validation,
  authorship: Authorship,
): Promise<void> {
  if (transition === null) return;
  const large = transition.licenses.some(({ before }) => Object.values(before.seats).some(({ sharded }) => sharded));
  const wait = { front: slot.inForce?.license ?? '', device: slot.device, family: slot.family };
  // Seats of a large class are counted in shards that a validation has not read (R4.6).
  if (large) await takeOverSlot({ licenses, ledger }, wait, authorship, () => {});
  else await commit(ledger, transition, authorship);
  const today = dayNumber(authorship.now);
  if (activation !== null && activation.seenOn < today) await noteSeen(ledger, slot, activation, today);
}

async function persistSight(
  { ledger }: Service,
  { world: { slot, now }, changedComponents }: LoadedValidation,
  { activation }: Validation,
  seen: SeenDevice,
  authorship: Authorship,
): Promise<void> {
  if (slot === null) return;
  const identity = learn(slot, seen);
  if (changedComponents.length > 0 && !sameIdentity(identity, slot.identity)) {
    await writeIdentity(ledger, slot, { ...slot, identity }, authorship);
  } else if (activation !== null && activation.seenOn < dayNumber(now)) {
    await noteSeen(ledger, slot, activation, dayNumber(now));
  }
}
