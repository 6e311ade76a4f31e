import type { License } from '../license.ts';
import { checkReach } from '../reach.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { resetActivations } from './amend.ts';
import { extend } from './extend.ts';
import { block, resume, revoke, suspend, unblock } from './flags.ts';
import { type Instruction, type Operated, type Operation, operate } from './instruction.ts';

/** Carries out one kind of instruction on a license whose start is settled. */
export type CarryOut = (license: License, instruction: Instruction) => Operated | Refusal;

function carryOut(operation: Operation): CarryOut {
  return (license, instruction) => operate(license, instruction, operation);
}

/** The instructions that take a reason and nothing else (R9.1–R9.4). */
export const INSTRUCTIONS = {
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
  return (license, instruction) => {
    const operated = operate(license, instruction, extend(days));
    return isRefusal(operated) ? operated : (checkReach(operated.license, instruction.now, '/days') ?? operated);
  };
}
