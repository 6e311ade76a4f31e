import { describe, expect, test } from 'vitest';
import type { License } from '../../../functions/core/license.ts';
import { stateOf } from '../../../functions/core/license-state.ts';
import { resetActivations, rotateCode } from '../../../functions/core/operate/amend.ts';
import { extend } from '../../../functions/core/operate/extend.ts';
import { block, resume, revoke, suspend, unblock } from '../../../functions/core/operate/flags.ts';
import { type Operation, operate } from '../../../functions/core/operate/instruction.ts';
import { isRefusal, refuse } from '../../../functions/core/refusal.ts';
import { aFlag, aLicense, aPlan, day, T0 } from '../../support/states.ts';

const now = day(10);
const ORDER = { now, actor: 'support', reason: 'told so' };
const running = aLicense({ startedAt: T0, sweptTo: day(1), due: day(351) });

function carryOut(license: License, operation: Operation) {
  const done = operate(license, ORDER, operation);
  if (isRefusal(done)) throw new Error(done.refused);
  return done;
}

function revoked(license: License) {
  const done = revoke(license, ORDER);
  if (isRefusal(done)) throw new Error(done.refused);
  return done;
}

const SETTING = [
  ['suspended', 'license.suspended', 'license.resumed', suspend, resume],
  ['blocked', 'license.blocked', 'license.unblocked', block, unblock],
] as const;

describe('R9 suspend, block, revoke', () => {
  test.each(SETTING)(
    'R9.4 %s carries reason, actor and time; undoing it restores what was',
    (name, set, cleared, on, off) => {
      const done = carryOut(running, on);
      expect(done.license[name]).toEqual(aFlag(now));
      const event = { license: 'lic_a', reason: 'told so' };
      expect(done.events).toEqual([{ ...event, type: set, before: { [name]: null }, after: { [name]: now } }]);
      const undone = carryOut(done.license, off);
      expect(undone.license).toEqual({ ...running, sweptTo: now });
      expect(undone.events).toEqual([{ ...event, type: cleared, before: { [name]: now }, after: { [name]: null } }]);
    },
  );

  test.each(SETTING)('R9.4 %s again, or undoing what is not set, changes nothing', (name, _set, _cleared, on, off) => {
    const flagged = { ...running, [name]: aFlag(day(5)) };
    expect(carryOut(flagged, on)).toEqual({ license: flagged, events: [] });
    expect(carryOut(running, off)).toEqual({ license: running, events: [] });
  });

  test('R9.4 suspend and block are independent of each other', () => {
    const both = carryOut(carryOut(running, suspend).license, block).license;
    expect(stateOf(both, now)).toBe('blocked');
    expect(stateOf(carryOut(both, unblock).license, now)).toBe('suspended');
  });

  test('R9.5 unblocking restores exactly the state that time alone would have given', () => {
    const blocked = carryOut(running, block).license;
    const later = operate(blocked, { ...ORDER, now: day(400) }, unblock);
    expect(isRefusal(later) || stateOf(later.license, day(400))).toBe('expired');
  });

  test('R9.3 revocation is final: everything after it is license_revoked, but revoking again', () => {
    const { license, events } = revoked(running);
    expect(license.revoked).toEqual(aFlag(now));
    expect(events.map(({ type }) => type)).toEqual(['license.revoked']);
    for (const operation of [suspend, resume, block, unblock, extend(5), resetActivations, rotateCode('hint')]) {
      expect(operate(license, ORDER, operation)).toEqual(refuse('license_revoked'));
    }
    expect(revoked(license)).toEqual({ license, events: [] });
  });

  test('R6.5 after revocation the sweep comes at once for the reserves behind the license', () => {
    expect(revoked(running).license.due).toBe(now);
    expect(carryOut(running, suspend).license.due).toBe(day(351));
  });

  test('R9.2 a block makes the end of its tolerance due', () => {
    const tolerant = { ...running, plan: aPlan({ blockToleranceDays: 8 }) };
    expect(carryOut(tolerant, block).license.due).toBe(day(18));
  });
});

describe('R13.1 an order first does what was due before it', () => {
  test('R13.1 the expiry that no sweep has seen yet is emitted before the extension', () => {
    const expired = aLicense({ startedAt: T0, term: 5 * 86_400_000, sweptTo: day(4) });
    const { license, events } = carryOut(expired, extend(1));
    expect(events.map(({ type, dueAt }) => [type, dueAt])).toEqual([
      ['license.expired', day(5)],
      ['license.extended', undefined],
    ]);
    expect(license.sweptTo).toBe(now);
  });

  test('R6.5 an order between the end and the sweep leaves the take-overs behind the license to the sweep', () => {
    const ended = aLicense({ startedAt: T0, term: 5 * 86_400_000, sweptTo: day(4) });
    expect(carryOut(ended, suspend).license).toMatchObject({ recheckAt: now, due: now });
    expect(carryOut({ ...ended, sweptTo: day(5) }, suspend).license).toMatchObject({ recheckAt: null, due: null });
    expect(carryOut(running, suspend).license.recheckAt).toBeNull();
    const ending = aLicense({ startedAt: T0, term: 10 * 86_400_000, sweptTo: day(4) });
    expect(carryOut(ending, suspend).license.recheckAt).toBe(now);
  });

  test('R9.4 an order without effect leaves also what is due to the sweep', () => {
    const expired = aLicense({ startedAt: T0, term: 5 * 86_400_000, sweptTo: day(4) });
    expect(carryOut(expired, unblock)).toEqual({ license: expired, events: [] });
  });

  test('R9.4 a refused order changes nothing', () => {
    const refusal = refuse('catalog_conflict');
    expect(operate(running, ORDER, () => refusal)).toBe(refusal);
  });
});

describe('R3.3 and R12.2 resets', () => {
  test('R3.3 support resets the activation count, that of large classes too', () => {
    const tally = { total: 4, bySecond: { a: 4 } };
    const counted = aLicense({
      plan: aPlan({ seats: { desktop: 600, mobile: 2 } }),
      tally,
      startedAt: T0,
      sweptTo: now,
    });
    const seats = Object.fromEntries(
      Object.entries(counted.seats).map(([name, pool]) => [
        name,
        { ...pool, shards: pool.shards.map((shard) => ({ ...shard, used: 2, tally })) },
      ]),
    );
    const { license, events } = carryOut({ ...counted, seats }, resetActivations);
    expect(license.tally).toEqual({ total: 0, bySecond: {} });
    expect(license.seats.desktop?.shards.map((shard) => [shard.used, shard.tally.total])).toEqual(
      Array<number[]>(16).fill([2, 0]),
    );
    expect(license.seats.mobile).toEqual(counted.seats.mobile);
    expect(events).toEqual([
      {
        type: 'activations.reset',
        license: 'lic_a',
        reason: 'told so',
        before: { counted: 4 },
        after: { counted: 0 },
      },
    ]);
  });

  test('R12.2 a rotated code is a new version; the license stays', () => {
    const { license, events } = carryOut({ ...running, sweptTo: now }, rotateCode('*****-NEW'));
    expect(license).toEqual({ ...running, sweptTo: now, codeVersion: 2, codeHint: '*****-NEW' });
    expect(events).toEqual([
      { type: 'code.rotated', license: 'lic_a', reason: 'told so', before: { version: 1 }, after: { version: 2 } },
    ]);
  });
});
