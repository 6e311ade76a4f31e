/** Seats and the activation count (R3.3, R4). */
import type { Product } from '../../functions/core/plan.ts';
import type { Activation } from './activate.ts';
import { type Expected, lastSeen, refused, seatBody, written } from './answers.ts';
import { leaveFromOutside, refuseOwner } from './release.ts';
import { isHeld, type ModelActivation, type ModelLicense, type ModelSlot, occupants, type Shop, YEAR } from './shop.ts';

/** R3.3. Large classes count apart, and plans here never let them reach their count. */
export function refuseCount({ now }: Shop, license: ModelLicense, { seatClass }: Product): Expected | null {
  const limits = Object.values(license.limits);
  if (license.large.has(seatClass) || limits.includes(null)) return null;
  const limit = license.plan.activationsPerSeat * limits.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  // Kept by whole seconds, which may forgive one sooner.
  const recent = license.counted.filter((at) => now - Math.floor(at / 1000) * 1000 < YEAR);
  return recent.length < limit ? null : refused('activation_count_exceeded', { limit });
}

/** Takes a seat for a new activation: its own held one, a free one, or one that the owner frees (R4.2–R4.4). */
export function takeSeat(shop: Shop, slot: ModelSlot, request: Activation): ModelActivation | Expected {
  const { code, product, releaseSeat } = request;
  const { seatClass } = product;
  const last = slot.gone.find((one) => one.license === code && one.seatClass === seatClass);
  if (last !== undefined && isHeld(shop, last)) {
    last.heldUntil = null;
    return sit(shop, slot, request);
  }
  if (hasRoom(shop, code, seatClass)) return sit(shop, slot, request);
  if (releaseSeat === null) return full(shop, code, seatClass);
  if (request.isFormerCode) return refused('code_rotated');
  if (releaseSeat.seatClass !== seatClass || !occupants(shop, code, seatClass).includes(releaseSeat)) {
    return refused('seat_unknown');
  }
  if (!isHeld(shop, releaseSeat)) {
    const refusal = refuseOwner(shop, releaseSeat);
    if (refusal !== null) return refusal;
    leaveFromOutside(shop, releaseSeat, 'owner');
  }
  if (hasRoom(shop, code, seatClass)) return sit(shop, slot, request);
  const { status, body } = full(shop, code, seatClass);
  return { status, body: { ...body, seatFreeAt: written(releaseSeat.seatFreeAt) } };
}

function hasRoom(shop: Shop, license: ModelLicense, seatClass: string): boolean {
  const limit = license.limits[seatClass];
  return limit === null || occupants(shop, license, seatClass).length < (limit ?? 0);
}

/** R4.2: longest unseen first. */
function full(shop: Shop, license: ModelLicense, seatClass: string): Expected {
  const sitting = occupants(shop, license, seatClass);
  const seats = sitting
    .toSorted((a, b) => day(lastSeen(shop, a)) - day(lastSeen(shop, b)) || a.activatedAt - b.activatedAt)
    .map((one) => seatBody(shop, one));
  return refused('seat_limit_reached', {
    class: seatClass,
    limit: license.limits[seatClass],
    used: sitting.length,
    seats,
  });
}

function day(at: number): number {
  return Math.floor(at / 86_400_000);
}

function sit(shop: Shop, slot: ModelSlot, { code, product, facts }: Activation): ModelActivation {
  const { now } = shop;
  if (!code.large.has(product.seatClass)) code.counted.push(now);
  const one: ModelActivation = {
    ...facts,
    id: '',
    seatId: '',
    slot,
    license: code,
    seatClass: product.seatClass,
    activatedAt: now,
    countedAt: now,
    seenAt: now,
    leftAt: null,
    standing: 'reserve',
    seatFreeAt: null,
    heldUntil: null,
    promoted: null,
    told: { forfeitedDays: 0, warnings: [] },
  };
  shop.activations.push(one);
  return one;
}
