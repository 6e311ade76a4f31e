import { freeHeldSeat } from '../core/held-seat.ts';
import type { KeylessService } from '../service.ts';
import type { Authorship } from '../store/audit-item.ts';
import { commit } from '../store/commit.ts';
import type { Key } from '../store/keys.ts';
import { readItems } from '../store/read.ts';
import { withRetries } from '../store/retry.ts';
import { readSeat } from '../store/seat-item.ts';
import type { Count } from '../store/take-overs.ts';

/** Frees a held seat whose instant has come (R13.2). @returns whether it was due */
export async function freeDueSeat(
  service: KeylessService,
  key: Key,
  authorship: Authorship,
  count: Count,
): Promise<boolean> {
  return withRetries(async () => {
    const item = (await readItems(service.ledger, [key], true)).get(key);
    if (item === undefined) return false;
    const seat = readSeat(key.pk.slice('S#'.length), key.sk, item);
    const whole = await service.licenses.readWhole(seat.license, true);
    const transition = whole === null ? null : freeHeldSeat(whole.license, seat, authorship.now);
    if (transition === null) return false;
    await commit(service.ledger, transition, authorship);
    count(transition);
    return true;
  });
}
