import type { License } from '../license.ts';
import { checkReach } from '../reach.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { resetActivations } from './amend.ts';
import { extend } from './extend.ts';
import { block, resume, revoke, suspend, unblock } from './flags.ts';
import { type Operated, type Operation, type Order, operate } from './order.ts';

/** Carries out one kind of order on a license whose start is settled. */
export type CarryOut = (license: License, order: Order) => Operated | Refusal;

function carryOut(operation: Operation): CarryOut {
  return (license, order) => operate(license, order, operation);
}

/** The orders that take a reason and nothing else (R9.1–R9.4). */
export const ORDERS = {
  block: carryOut(block),
  unblock: carryOut(unblock),
  suspend: carryOut(suspend),
  resume: carryOut(resume),
  revoke,
} as const satisfies Readonly<Record<string, CarryOut>>;

/** Support forgives the activations that were counted (R3.3). */
export const forgiveActivations = carryOut(resetActivations);

/** Extends by whole days (R7.5); refused where the calendar ends. */
export function extendBy(days: number): CarryOut {
  return (license, order) => {
    const operated = operate(license, order, extend(days));
    return isRefusal(operated) ? operated : (checkReach(operated.license, order.now, '/days') ?? operated);
  };
}
