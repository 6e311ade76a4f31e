import type { Seat } from '../core/seat.ts';
import type { Plain } from './attribute.ts';
import { duePartition, seatKey, sortableInstant } from './keys.ts';
import { type PlainItem, readNumber, readOptionalNumber, readOptionalText, readText } from './read-plain.ts';

/** A seat; a held one stands in the due index until the sweep frees it (R13.2). */
export function writeSeat(seat: Seat): { [name: string]: Plain } {
  const { pk, sk } = seatKey(seat.license, seat.seatClass, seat.nonce);
  const held = seat.heldUntil;
  return {
    d: seat.device,
    f: seat.family,
    m: seat.deviceName,
    o: seat.platform,
    t: seat.activatedAt,
    r: seat.role === 'reserve' ? 1 : null,
    k: seat.shard || null,
    h: held,
    ...(held !== null && { dueP: duePartition(seat.license), dueS: `${sortableInstant(held)}#${pk}#${sk}` }),
  };
}

export function readSeat(license: string, sk: string, item: PlainItem): Seat {
  const at = sk.indexOf('#');
  return {
    license,
    seatClass: sk.slice(0, at),
    nonce: sk.slice(at + 1),
    device: readText(item, 'd'),
    family: readText(item, 'f'),
    deviceName: readOptionalText(item, 'm'),
    platform: readText(item, 'o'),
    activatedAt: readNumber(item, 't'),
    role: item.r === 1 ? 'reserve' : 'active',
    heldUntil: readOptionalNumber(item, 'h'),
    shard: readOptionalNumber(item, 'k') ?? 0,
  };
}
