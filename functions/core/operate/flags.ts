import type { EventType } from '../event.ts';
import type { Flag, License } from '../license.ts';
import type { Refusal } from '../refusal.ts';
import { type Instruction, type Operated, type Operation, operate } from './instruction.ts';

function set(name: 'suspended' | 'blocked' | 'revoked', type: EventType): Operation {
  return (license, { now, actor, reason }) => {
    if (license[name] !== null) return null;
    const flag: Flag = { at: now, actor, reason };
    const event = { type, license: license.id, reason, before: { [name]: null }, after: { [name]: now } };
    return { license: { ...license, [name]: flag }, events: [event] };
  };
}

function clear(name: 'suspended' | 'blocked', type: EventType): Operation {
  return (license, { reason }) => {
    const flag = license[name];
    if (flag === null) return null;
    const event = { type, license: license.id, reason, before: { [name]: flag.at }, after: { [name]: null } };
    return { license: { ...license, [name]: null }, events: [event] };
  };
}

/** R9.1: off until resumed; the term goes on. */
export const suspend = set('suspended', 'license.suspended');
export const resume = clear('suspended', 'license.resumed');

/** R9.2: works for the plan's tolerance, then as expired; unblocking restores what time alone would have given (R9.5). */
export const block = set('blocked', 'license.blocked');
export const unblock = clear('blocked', 'license.unblocked');

/** Revocation ends the license, so that the sweep must see to the reserves behind it (R6.0, R6.5). */
const setRevoked: Operation = (license, instruction) =>
  set('revoked', 'license.revoked')({ ...license, recheckAt: instruction.now }, instruction);

/** R9.3: final, off at once. Revoking again is no change. */
export function revoke(license: License, instruction: Instruction): Operated | Refusal {
  return license.revoked === null ? operate(license, instruction, setRevoked) : { license, events: [] };
}
