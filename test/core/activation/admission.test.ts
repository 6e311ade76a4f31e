import { describe, expect, test } from 'vitest';
import { checkDates, checkFlags, isRunning } from '../../../functions/core/activation/admission.ts';
import { refuse } from '../../../functions/core/refusal.ts';
import { aFlag, aLicense, aPlan, day, T0 } from '../../support/states.ts';

const tolerant = aPlan({ blockToleranceDays: 8 });

describe('R9 flags at an activation', () => {
  test('R9.3 a revoked license is refused, whatever else it is', () => {
    const license = aLicense({ revoked: aFlag(T0), blocked: aFlag(T0), suspended: aFlag(T0) });
    expect(checkFlags(license, true, T0)).toEqual(refuse('license_revoked'));
  });

  test('R9.2 a blocked license: new activations are refused at once, a repeat works within the tolerance', () => {
    const license = aLicense({ plan: tolerant, blocked: aFlag(T0) });
    expect(checkFlags(license, false, T0)).toEqual(refuse('license_blocked'));
    expect(checkFlags(license, true, day(8) - 1)).toBeNull();
    expect(checkFlags(license, true, day(8))).toEqual(refuse('license_blocked'));
    expect(checkFlags({ ...license, suspended: aFlag(T0) }, false, T0)).toEqual(refuse('license_blocked'));
  });

  test('R9.1 a suspended license is off for repeats, too', () => {
    expect(checkFlags(aLicense({ suspended: aFlag(T0) }), true, T0)).toEqual(refuse('license_suspended'));
    const both = aLicense({ plan: tolerant, blocked: aFlag(T0), suspended: aFlag(T0) });
    expect(checkFlags(both, true, T0)).toEqual(refuse('license_suspended'));
    expect(checkFlags(aLicense(), false, T0)).toBeNull();
  });
});

describe('R2.3 dates at an activation', () => {
  test('R2.3 from activateBy on the first activation is refused; a later one is not', () => {
    const license = aLicense({ activateBy: day(5) });
    expect(checkDates(license, day(5) - 1)).toBeNull();
    expect(checkDates(license, day(5))).toEqual(refuse('activation_window_closed', { activateBy: day(5) }));
    expect(checkDates({ ...license, engagedAt: day(1) }, day(9))).toBeNull();
  });

  test('R2.3 activateBy closes also a license whose term began at its order', () => {
    const plan = aPlan({ term: { days: 365, starts: 'order' } });
    const license = aLicense({ plan, startedAt: T0, engagedAt: null, activateBy: day(5) });
    expect(checkDates(license, day(5))).toMatchObject({ refused: 'activation_window_closed' });
  });

  test('R2.3 one that its order has started is first activated before notAfter, whatever grace it has', () => {
    const plan = aPlan({ graceDays: 14, term: { days: 365, starts: 'order' } });
    const ordered = aLicense({ plan, startedAt: T0, engagedAt: null, notAfter: day(10) });
    expect(checkDates(ordered, day(10) - 1)).toBeNull();
    expect(checkDates(ordered, day(10))?.refused).toBe('license_expired');
    expect(checkDates({ ...ordered, engagedAt: day(5) }, day(11))).toBeNull();
  });

  test('R2.3 a license never activated does not expire, but at notAfter', () => {
    expect(checkDates(aLicense(), day(9_999))).toBeNull();
    const license = aLicense({ notAfter: day(5) });
    expect(checkDates(license, day(5) - 1)).toBeNull();
    expect(checkDates(license, day(5))).toEqual(refuse('license_expired'));
  });

  test('R2.3 an order date ahead is not yet valid until then', () => {
    const license = aLicense({ plan: aPlan({ term: { days: 365, starts: 'order' } }), startedAt: day(5) });
    expect(checkDates(license, day(5) - 1)).toEqual(refuse('not_yet_valid', { startsAt: day(5) }));
    expect(checkDates(license, day(5))).toBeNull();
  });

  test('R2.8 who activates while another clock is a little ahead is not refused', () => {
    expect(checkDates(aLicense({ startedAt: T0 }), T0 - 50)).toBeNull();
  });

  test('R2.5 within grace everything works, after it the license has expired', () => {
    const license = aLicense({ plan: aPlan({ graceDays: 10 }), startedAt: T0 });
    expect(checkDates(license, day(375) - 1)).toBeNull();
    expect(checkDates(license, day(375))).toEqual(refuse('license_expired'));
  });

  test('section 15: window closed, not yet valid, expired, in this order', () => {
    const plan = aPlan({ term: { days: 365, starts: 'order' } });
    const all = aLicense({ plan, startedAt: day(50), engagedAt: null, notAfter: day(5), activateBy: day(5) });
    expect(checkDates(all, day(9))?.refused).toBe('activation_window_closed');
    expect(checkDates({ ...all, activateBy: null }, day(9))?.refused).toBe('not_yet_valid');
    expect(checkDates({ ...all, activateBy: null, startedAt: T0 }, day(9))?.refused).toBe('license_expired');
  });
});

describe('R6.0 what a second code must respect', () => {
  test('R6.0 a license that has neither ended nor is suspended or blocked', () => {
    const license = aLicense({ startedAt: T0 });
    expect(isRunning(license, T0)).toBe(true);
    expect(isRunning(license, day(365))).toBe(false);
    expect(isRunning({ ...license, suspended: aFlag(T0) }, T0)).toBe(false);
    expect(isRunning({ ...license, blocked: aFlag(T0), plan: tolerant }, T0)).toBe(false);
    expect(isRunning({ ...license, revoked: aFlag(T0) }, T0)).toBe(false);
    expect(isRunning(aLicense(), T0)).toBe(true);
  });
});
