import { describe, expect, test } from 'vitest';
import { checkTrial } from '../../../functions/core/activation/trial.ts';
import type { Kind } from '../../../functions/core/plan.ts';
import type { History, Slot } from '../../../functions/core/slot.ts';
import { aCommand, activate, aWorld, outcomeOf, slotAfter } from '../../support/scenes.ts';
import { aDeparted, aHolding, aLicense, aPlan, aSlot, day, nonceOf, T0 } from '../../support/states.ts';

const NONE: History = { paid: false, paidLicenses: [], trial: null };
const KINDS: readonly Kind[] = ['commercial', 'subscription', 'beta', 'trial'];

function ofKind(kind: Kind, id: string, days = 30) {
  return aLicense({ id, plan: aPlan({ kind, term: { days, starts: 'first_activation' } }) });
}

const trial = ofKind('trial', 'lic_t');
const running = (kind: Kind) => ({ ...ofKind(kind, 'lic_old'), startedAt: T0, engagedAt: T0 });

describe('R5 whether a device may have a trial', () => {
  test.each(KINDS.slice(0, 3))('R5.3 the rules bind only trials, not a %s code', (kind) => {
    const history = { paid: true, paidLicenses: ['x'], trial: 'lic_x' };
    expect(checkTrial(ofKind(kind, 'lic_n'), history, running('trial'), T0)).toBeNull();
  });

  test.each<[Kind, string | undefined]>([
    ['commercial', 'trial_after_commercial'],
    ['subscription', 'trial_after_commercial'],
    ['beta', undefined],
    ['trial', 'trial_already_active'],
  ])('R5.1 R5.3 R5.9 over a running %s: %s, whatever the history says', (kind, refused) => {
    expect(checkTrial(trial, NONE, running(kind), day(1))?.refused).toBe(refused);
  });

  test.each(KINDS)('R5.6 over an ended %s, with a forgiven history, a trial is admitted', (kind) => {
    expect(checkTrial(trial, NONE, running(kind), day(30))).toBeNull();
  });

  test('R5.2 once a commercial code was active no trial can be added, ever', () => {
    const paid = { ...NONE, paid: true };
    expect(checkTrial(trial, paid, null, day(9_999))?.refused).toBe('trial_after_commercial');
    expect(checkTrial(trial, { ...paid, trial: 'lic_t' }, null, T0)?.refused).toBe('trial_after_commercial');
    expect(checkTrial(trial, paid, running('trial'), day(1))?.refused).toBe('trial_after_commercial');
  });

  test('R5.3 no second trial in turn, nor while the first one is in force and ended', () => {
    const had = { ...NONE, trial: 'lic_old' };
    expect(checkTrial(trial, had, null, T0)?.refused).toBe('trial_already_used');
    expect(checkTrial(trial, had, running('trial'), day(30))?.refused).toBe('trial_already_used');
    expect(checkTrial(trial, had, running('trial'), day(30) - 1)?.refused).toBe('trial_already_active');
  });

  test('R5.9 the same trial goes on after a release', () => {
    expect(checkTrial(trial, { ...NONE, trial: 'lic_t' }, null, day(5))).toBeNull();
    const inForce = { ...trial, startedAt: T0 };
    expect(checkTrial(inForce, { ...NONE, trial: 'lic_t' }, inForce, day(5))).toBeNull();
  });
});

describe('R5 trials at an activation', () => {
  const inForce = (id: string) => aSlot({ inForce: aHolding(id) });
  const aRecord = (history: Slot['history']) => aSlot({ device: 'device-2', history });

  test('R5.8 what any matching record has had counts, and stays known here', () => {
    const used = { ...NONE, trial: 'lic_x' };
    expect(outcomeOf(aWorld([trial], { otherRecords: [aRecord(used)] }), aCommand('lic_t'))).toBe('trial_already_used');
    const paid = { ...NONE, paid: true, paidLicenses: ['lic_p'] };
    expect(outcomeOf(aWorld([trial], { otherRecords: [aRecord(NONE), aRecord(paid)] }), aCommand('lic_t'))).toBe(
      'trial_after_commercial',
    );
    const beta = ofKind('beta', 'lic_n');
    const { slot } = activate(aWorld([beta], { otherRecords: [aRecord(used), aRecord(paid)] }), aCommand('lic_n'));
    expect(slot.history).toEqual({ paid: true, paidLicenses: ['lic_p'], trial: 'lic_x' });
  });

  test('R5.2 a license that has become a paid one in force counts, also once it has ended', () => {
    const ended = aLicense({ id: 'lic_old', startedAt: day(-400), engagedAt: day(-400) });
    const world = aWorld([trial, ended], { slot: { ...inForce('lic_old'), history: NONE } });
    expect(outcomeOf(world, aCommand('lic_t'))).toBe('trial_after_commercial');
  });

  test('R5.3 every record of the device learns of a trial, and of no other license', () => {
    const otherRecords = [aRecord(NONE)];
    const { transition } = activate(aWorld([trial], { otherRecords }), aCommand('lic_t'));
    const history = { ...NONE, trial: 'lic_t' };
    expect(transition?.slots.map(({ after }) => [after.device, after.history])).toEqual([
      ['device-2', history],
      ['device-1', history],
    ]);
    const bought = activate(aWorld([ofKind('commercial', 'lic_n')], { otherRecords }), aCommand('lic_n'));
    expect(bought.transition?.slots.map(({ after }) => after.device)).toEqual(['device-1']);
  });

  test.each(['commercial', 'subscription', 'beta'] as const)(
    'R5.5 R5.9 a %s code over a running trial takes effect at once; the rest of the trial is forfeited',
    (kind) => {
      const old = running('trial');
      const world = aWorld([old, ofKind(kind, 'lic_n')], { now: day(10), slot: inForce('lic_old') });
      const done = activate(world, aCommand('lic_n'));
      expect([done.role, done.forfeitedDays]).toEqual(['active', 20]);
      expect(slotAfter(done.transition)?.departed).toEqual([
        aDeparted({ license: 'lic_old', nonce: nonceOf('a'), how: 'replaced', at: day(10), seatFreeAt: day(10) }),
      ]);
    },
  );

  test('R5.4 a trial is never a reserve: over a running beta it can only replace it', () => {
    const world = aWorld([running('beta'), trial], { now: day(10), slot: inForce('lic_old') });
    expect(outcomeOf(world, aCommand('lic_t'))).toBe('replacement_confirmation_required');
  });

  test('R5.4 a trial never replaces a commercial license', () => {
    const world = aWorld([running('commercial'), trial], { now: day(10), slot: inForce('lic_old') });
    expect(outcomeOf(world, aCommand('lic_t', { replace: true }))).toBe('trial_after_commercial');
  });

  test('R5.6 after expiry a new commercial code simply works, without release', () => {
    const world = aWorld([running('commercial'), ofKind('commercial', 'lic_n')], {
      now: day(30),
      slot: inForce('lic_old'),
    });
    const done = activate(world, aCommand('lic_n'));
    expect([done.role, done.forfeitedDays, done.created]).toEqual(['active', 0, true]);
  });

  test('R5.2 R5.3 a license in force is remembered as trial or as paid', () => {
    expect(activate(aWorld([trial]), aCommand('lic_t')).slot.history).toEqual({ ...NONE, trial: 'lic_t' });
    const paid = activate(aWorld([ofKind('commercial', 'lic_n')]), aCommand('lic_n'));
    expect(paid.slot.history).toEqual({ paid: true, paidLicenses: ['lic_n'], trial: null });
  });
});
