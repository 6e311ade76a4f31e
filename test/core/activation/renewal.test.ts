import { describe, expect, test } from 'vitest';
import { fundRenewal, type RenewalRejection, rejectPrevious } from '../../../functions/core/activation/renewal.ts';
import { DAY } from '../../../functions/core/instant.ts';
import type { License } from '../../../functions/core/license.ts';
import { refuse } from '../../../functions/core/refusal.ts';
import { aCommand, activate, aWorld, changed, eventsOf, outcomeOf } from '../../support/scenes.ts';
import { aFlag, aHolding, aLicense, aPlan, aSlot, byId, day, merged, T0 } from '../../support/states.ts';

const plan = aPlan({ id: 'renewal', renewal: { withoutPreviousDays: 270 } });
const renewal = aLicense({ id: 'lic_r', plan });
const previous = aLicense({ id: 'lic_p', startedAt: day(-400), engagedAt: day(-400) });
const NOTHING = { previous: null, acceptShorterTerm: false };

function had(...paidLicenses: readonly string[]) {
  return { paid: true, paidLicenses, trial: null };
}

function seatsFor(desktop: number | null, mobile?: number | null): Pick<License, 'seats'> {
  const { seats } = aLicense({ plan: aPlan({ seats: { desktop, ...(mobile !== undefined && { mobile }) } }) });
  return { seats };
}

const REASONS: readonly (readonly [RenewalRejection, Partial<License>])[] = [
  ['same_license', { id: 'lic_r' }],
  ['blocked', { blocked: aFlag(T0) }],
  ['revoked', { revoked: aFlag(T0) }],
  ['already_used', { renewedBy: 'lic_x' }],
  ['trial', { plan: aPlan({ kind: 'trial' }) }],
  ['promotion', { promotion: true }],
  ['promotion', { plan: aPlan({ kind: 'beta' }) }],
  ['other_family', { plan: aPlan({ family: 'cleaner' }) }],
  ['fewer_seats', { seats: seatsFor(2, 2).seats }],
  ['fewer_seats', { seats: seatsFor(9).seats }],
];

describe('R7.3 what a renewal refuses as its previous license', () => {
  test.each(REASONS)('R7.3 %s', (reason, over) => {
    expect(rejectPrevious(renewal, { ...previous, ...over })).toBe(reason);
  });

  test('R7.3 the first reason that applies is given', () => {
    const all: License = { ...previous, ...merged<License>(REASONS.map(([, over]) => over)) };
    expect(rejectPrevious(renewal, all)).toBe('same_license');
    expect(rejectPrevious(renewal, { ...all, id: 'lic_p' })).toBe('blocked');
    expect(rejectPrevious(renewal, { ...all, id: 'lic_p', blocked: null })).toBe('revoked');
    expect(rejectPrevious(renewal, { ...all, id: 'lic_p', blocked: null, revoked: null })).toBe('already_used');
  });

  test('R7.3 an expired or suspended license, a subscription, one with as many or unlimited seats will do', () => {
    expect(rejectPrevious(renewal, previous)).toBeNull();
    expect(rejectPrevious(renewal, { ...previous, suspended: aFlag(T0) })).toBeNull();
    expect(rejectPrevious(renewal, { ...previous, plan: aPlan({ kind: 'subscription' }) })).toBeNull();
    expect(rejectPrevious(renewal, { ...previous, ...seatsFor(null, null) })).toBeNull();
    const unlimited = { ...renewal, ...seatsFor(null, 2) };
    expect(rejectPrevious(unlimited, { ...previous, ...seatsFor(null, 2) })).toBeNull();
    expect(rejectPrevious(unlimited, { ...previous, ...seatsFor(400, 2) })).toBe('fewer_seats');
    expect(rejectPrevious({ ...renewal, ...seatsFor(3, 0) }, { ...previous, ...seatsFor(3) })).toBeNull();
  });
});

describe('R7 how a renewal is funded', () => {
  const fund = (history = had('lic_p'), request: Partial<Parameters<typeof fundRenewal>[3]> = {}, ...more: License[]) =>
    fundRenewal(renewal, history, byId(renewal, previous, ...more), { ...NOTHING, ...request });

  test('R7.1 by a previous paid license of the family on the device', () => {
    expect(fund()).toEqual({ by: 'lic_p' });
  });

  test('R7.3 it is asked at the first activation only, and only of a renewal', () => {
    expect(fundRenewal({ ...renewal, engagedAt: T0 }, had(), byId(), NOTHING)).toBeNull();
    expect(fundRenewal(aLicense(), had(), byId(), NOTHING)).toBeNull();
  });

  test('R7.3 the newest that has funded nothing yet funds it; one that cannot gives way to an older one', () => {
    const newer = { ...previous, id: 'lic_q' };
    expect(fund(had('lic_q', 'lic_p'), {}, newer)).toEqual({ by: 'lic_q' });
    expect(fund(had('lic_q', 'lic_p'), {}, { ...newer, renewedBy: 'lic_x' })).toEqual({ by: 'lic_p' });
    expect(fund(had('lic_q', 'lic_p'), {}, { ...newer, promotion: true })).toEqual({ by: 'lic_p' });
    expect(fund(had('lic_gone', 'lic_p'))).toEqual({ by: 'lic_p' });
  });

  test('R7.2 without one it is asked for, and the shorter term offered', () => {
    expect(fund(had())).toEqual(refuse('renewal_previous_required', { withoutPreviousDays: 270 }));
    expect(fund(had(), { acceptShorterTerm: true })).toEqual({ shorterDays: 270 });
  });

  test('R7.4 one that has funded another renewal is as good as none', () => {
    const used = { ...previous, id: 'lic_q', renewedBy: 'lic_x', blocked: aFlag(T0) };
    expect(fund(had('lic_q'), {}, used)).toMatchObject({ refused: 'renewal_previous_required' });
  });

  test('R7.3 the newest on the device that is refused says why; the shorter term is still offered', () => {
    const [newer, older] = [
      { ...previous, id: 'lic_q', promotion: true },
      { ...previous, id: 'lic_o', blocked: aFlag(T0) },
    ];
    expect(fund(had('lic_q', 'lic_o'), {}, newer, older)).toEqual(
      refuse('renewal_previous_rejected', { reason: 'promotion', withoutPreviousDays: 270 }),
    );
    expect(fund(had('lic_q'), { acceptShorterTerm: true }, newer)).toEqual({ shorterDays: 270 });
  });

  test('R7.1 a previous code proves a license; R7.3 it is refused with the reason', () => {
    expect(fund(had(), { previous: { license: 'lic_p' } })).toEqual({ by: 'lic_p' });
    const reason = (request: Parameters<typeof fundRenewal>[3]['previous']) => {
      const outcome = fund(had(), { previous: request, acceptShorterTerm: true });
      return outcome !== null && 'fields' in outcome ? outcome.fields : outcome;
    };
    expect(reason({ problem: 'malformed' })).toEqual({ reason: 'malformed' });
    expect(reason({ problem: 'unknown' })).toEqual({ reason: 'unknown' });
    expect(reason({ license: 'lic_gone' })).toEqual({ reason: 'unknown' });
    expect(reason({ license: 'lic_r' })).toEqual({ reason: 'same_license' });
    expect(fund(had(), { previous: { problem: 'unknown' } })).toMatchObject({ refused: 'renewal_previous_rejected' });
  });
});

describe('R7 renewals at an activation', () => {
  const slot = aSlot({ history: had('lic_p') });

  test('R7.4 both licenses remember the funding, and it is told', () => {
    const { transition } = activate(aWorld([renewal, previous], { slot }), aCommand('lic_r'));
    expect(changed(transition, 'lic_r')).toMatchObject({ renews: 'lic_p', term: 365 * DAY, startedAt: T0 });
    expect(changed(transition, 'lic_p')).toMatchObject({ renewedBy: 'lic_r' });
    expect(transition.events[0]).toEqual({ type: 'license.renewed', license: 'lic_p', data: { renewedBy: 'lic_r' } });
  });

  test('R7.2 a shorter term that its order has started and that is over starts nothing', () => {
    const plan = aPlan({ renewal: { withoutPreviousDays: 30 }, term: { days: 365, starts: 'order' } });
    const ordered = aLicense({ id: 'lic_r', plan, startedAt: T0, engagedAt: null });
    const command = aCommand('lic_r', { acceptShorterTerm: true });
    expect(outcomeOf(aWorld([ordered], { now: day(29) }), command)).toBe('active');
    expect(outcomeOf(aWorld([ordered], { now: day(40) }), command)).toBe('license_expired');
  });

  test('R7.2 the accepted shorter term is the term; R7.5 days that were added before stay', () => {
    const command = aCommand('lic_r', { acceptShorterTerm: true });
    const done = activate(aWorld([renewal]), command).transition;
    expect(changed(done, 'lic_r')).toMatchObject({ term: 270 * DAY, renews: null });
    expect(eventsOf(done)).toEqual(['license.activated lic_r']);
    const extended = { ...renewal, term: 375 * DAY };
    expect(changed(activate(aWorld([extended]), command).transition, 'lic_r')?.term).toBe(280 * DAY);
    const cut = { ...renewal, term: 300 * DAY };
    expect(changed(activate(aWorld([cut]), command).transition, 'lic_r')?.term).toBe(270 * DAY);
    const perpetual = { ...renewal, term: null, plan: { ...plan, term: { ...plan.term, days: null } } };
    expect(changed(activate(aWorld([perpetual]), command).transition, 'lic_r')?.term).toBe(270 * DAY);
  });

  test('R7.3 adding as a reserve funds at once; a second device is not asked again', () => {
    const running = { ...previous, startedAt: day(-100) };
    const world = aWorld([renewal, running], { slot: aSlot({ inForce: aHolding('lic_p'), history: had('lic_p') }) });
    const done = activate(world, aCommand('lic_r'));
    expect(done.role).toBe('reserve');
    const after = changed(done.transition, 'lic_r');
    expect(after).toMatchObject({ renews: 'lic_p', startedAt: null, engagedAt: T0 });
    expect(outcomeOf(aWorld([after ?? renewal], { slot: aSlot({ device: 'device-2' }) }), aCommand('lic_r'))).toBe(
      'active',
    );
  });

  test('R7.1 R5.8 a license known to another record of the device funds it, too', () => {
    const world = aWorld([renewal, previous], { otherRecords: [aSlot({ device: 'device-2', history: had('lic_p') })] });
    expect(changed(activate(world, aCommand('lic_r')).transition, 'lic_p')?.renewedBy).toBe('lic_r');
  });

  test('R7.2 a shorter term counts when the renewal is compared with the license in force (R6.2)', () => {
    const long = { ...previous, startedAt: T0, term: 300 * DAY, renewedBy: 'lic_x' };
    const started = { ...renewal, startedAt: T0, engagedAt: T0 };
    const world = aWorld([started, long], { slot: aSlot({ inForce: aHolding('lic_p'), history: had('lic_p') }) });
    const fresh = { ...started, engagedAt: null };
    const shorter = { ...world, licenses: byId(fresh, long) };
    expect(outcomeOf(world, aCommand('lic_r'))).toBe('reserve');
    expect(outcomeOf(shorter, aCommand('lic_r', { acceptShorterTerm: true }))).toBe('reserve_expires_sooner');
  });
});
