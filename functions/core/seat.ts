import type { Instant } from './instant.ts';
import type { Activation } from './slot.ts';

/** An occupied seat of a license: who holds it, in which role, or until when it is held (R4.4). */
export interface Seat {
  readonly license: string;
  readonly seatClass: string;
  readonly nonce: string;
  readonly device: string;
  readonly family: string;
  readonly deviceName: string | null;
  readonly platform: string;
  readonly activatedAt: Instant;
  readonly role: 'active' | 'reserve';
  readonly heldUntil: Instant | null;
  readonly shard: number;
}

/** The public name of a seat within its license. */
export function seatId(seat: { readonly seatClass: string; readonly nonce: string }): string {
  return `${seat.seatClass}.${seat.nonce}`;
}

/** The seat class and nonce in a seat id, or null when it cannot be one. */
export function readSeatId(typed: string): { seatClass: string; nonce: string } | null {
  const match = /^([a-z0-9][a-z0-9._-]{0,63})\.([A-Za-z0-9_-]{22})$/.exec(typed);
  return match?.[1] === undefined || match[2] === undefined ? null : { seatClass: match[1], nonce: match[2] };
}

/** The seat that an activation holds. */
export function seatOf(
  holder: { readonly license: string; readonly device: string; readonly family: string },
  activation: Activation,
  role: Seat['role'],
): Seat {
  const { license, device, family } = holder;
  const { seatClass, nonce, deviceName, platform, activatedAt, shard } = activation;
  return { license, seatClass, nonce, device, family, deviceName, platform, activatedAt, role, heldUntil: null, shard };
}
