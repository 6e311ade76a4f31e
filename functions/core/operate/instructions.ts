import type { License } from '../license.ts';
import { checkReach } from '../reach.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { resetActivations } from './amend.ts';
import { extend } from './extend.ts';
import { block, resume, revoke, suspend, unblock } from './flags.ts';
import { type Instruction, type Operated, type Operation, operate } from './instruction.ts';

/** What can be done to a license, or to every license of a batch. */
export interface NamedInstruction {
  /** As its call is named. */
  readonly name: string;
  /** @param license with its start settled */
  readonly carryOut: (license: License, instruction: Instruction) => Operated | Refusal;
  /** Whether carrying it out again would change a license again. */
  readonly countsTwice: boolean;
}

function idempotent(name: string, operation: Operation): NamedInstruction {
  const carryOut: NamedInstruction['carryOut'] = (license, instruction) => operate(license, instruction, operation);
  return { name, carryOut, countsTwice: false };
}

/** The instructions that take a reason and nothing else (R9.1–R9.4). */
export const INSTRUCTIONS = {
  block: idempotent('block', block),
  unblock: idempotent('unblock', unblock),
  suspend: idempotent('suspend', suspend),
  resume: idempotent('resume', resume),
  revoke: { name: 'revoke', carryOut: revoke, countsTwice: false },
} as const satisfies Readonly<Record<string, NamedInstruction>>;

/** Support forgives the activations that were counted (R3.3). */
export const forgiveActivations = idempotent('reset-activations', resetActivations);

/** Extends by whole days (R7.5); refused where the calendar ends. */
export function extendBy(days: number): NamedInstruction {
  const carryOut: NamedInstruction['carryOut'] = (license, instruction) => {
    const operated = operate(license, instruction, extend(days));
    return isRefusal(operated) ? operated : (checkReach(operated.license, instruction.now, '/days') ?? operated);
  };
  return { name: 'extend', carryOut, countsTwice: true };
}
