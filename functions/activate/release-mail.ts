import type { Transition } from '../core/transition.ts';
import type { Authorship } from '../store/audit-item.ts';
import { mailWrite } from '../store/mail-outbox.ts';
import type { Write } from '../store/transaction.ts';
import type { LoadedActivation } from './load.ts';

/**
 * The mail that tells the owner which seat was freed to make room (R4.3), from the transaction that frees it; none for an
 * activation that freed none.
 * @param nonce random, makes its key unique
 */
export function releaseMail(
  { world }: LoadedActivation,
  { events }: Transition,
  { now, requestId }: Authorship,
  nonce: string,
): readonly Write[] {
  const release = events.find(({ data }) => data?.by === 'owner');
  const seat = world.releasable?.seat;
  if (release === undefined || seat === undefined) return [];
  const { license, deviceName, platform } = seat;
  const freeAt = release.data?.seatFreeAt;
  const seatFreeAt = typeof freeAt === 'number' ? freeAt : now;
  return [mailWrite({ kind: 'seat_released', license, deviceName, platform, seatFreeAt }, { now, requestId }, nonce)];
}
