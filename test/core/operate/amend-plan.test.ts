import { describe, expect, test } from 'vitest';
import { DAY } from '../../../functions/core/instant.ts';
import type { License } from '../../../functions/core/license.ts';
import { type Amendment, amend } from '../../../functions/core/operate/amend.ts';
import { operate } from '../../../functions/core/operate/instruction.ts';
import { isRefusal, refuse } from '../../../functions/core/refusal.ts';
import { expiresAt } from '../../../functions/core/term.ts';
import { aLicense, aPlan, day, occupied, T0 } from '../../support/states.ts';

const now = day(10);
const perpetual = aPlan({ id: 'for-ever', term: { days: null, starts: 'first_activation' } });

function outcome(license: License, amendment: Amendment) {
  return operate(license, { now, actor: 'support', reason: 'asked' }, amend(amendment));
}

function amended(license: License, amendment: Amendment) {
  const done = outcome(license, amendment);
  if (isRefusal(done)) throw new Error(done.refused);
  return done.license;
}

const running = aLicense({ startedAt: T0, sweptTo: now });

describe('another plan', () => {
  test('a plan of another family is refused', () => {
    const plan = aPlan({ id: 'cleaner-1y', family: 'cleaner' });
    const errors = [{ pointer: '/plan', detail: 'Belongs to another family, cleaner.' }];
    expect(outcome(running, { plan })).toEqual(refuse('request_invalid', { errors }));
  });

  const longer = aPlan({
    id: 'office-2y',
    revision: 3,
    term: { days: 730, starts: 'first_activation' },
    maintenanceDays: 90,
  });

  test('R2.7 it brings its term and maintenance only while none runs', () => {
    const replanned = { term: 730 * DAY, maintenance: 90 * DAY, startedAt: null };
    expect(amended(aLicense(), { plan: longer })).toMatchObject(replanned);
    expect(expiresAt(amended(running, { plan: longer }))).toBe(day(365));
    expect(amended(running, { plan: longer }).maintenance).toBeNull();
    expect(amended(aLicense({ plan: longer }), { plan: perpetual })).toMatchObject({ term: null, maintenance: null });
    expect(amended(aLicense({ plan: perpetual }), { plan: longer }).term).toBe(730 * DAY);
  });

  test('R7.5 days that an extension has added stay; a shorter renewal takes none away', () => {
    const license = aLicense({ term: 395 * DAY });
    expect(amended(license, { plan: longer }).term).toBe(760 * DAY);
    expect(amended(aLicense({ term: 270 * DAY }), { plan: longer }).term).toBe(730 * DAY);
    const maintained = aLicense({ plan: longer, maintenance: 100 * DAY });
    expect(amended(maintained, { plan: aPlan({ id: 'other', maintenanceDays: 30 }) }).maintenance).toBe(40 * DAY);
  });

  test('R9.4 the very revision that a license has brings nothing: its own seats and term stay', () => {
    const { plan } = running;
    const resized = amended(running, { seats: { desktop: 50 } });
    const again = amended(resized, { plan, metadata: { note: 'x' } });
    expect(again.seats.desktop?.counter.limit).toBe(50);
    expect(amended(aLicense({ term: 30 * DAY }), { plan, metadata: { note: 'x' } }).term).toBe(30 * DAY);
    expect(outcome(resized, { plan })).toEqual({ license: resized, events: [] });
    const replanned = outcome(resized, { plan: { ...plan, revision: plan.revision + 1 } });
    expect(isRefusal(replanned) ? [] : replanned.events).toMatchObject([{ data: { changed: ['plan'] } }]);
  });

  test('R2.2 one that starts by the order starts the term of a license that nobody has activated, and of no other', () => {
    const byOrder = aPlan({ id: 'ordered', term: { days: 100, starts: 'order' } });
    const { startedAt, due } = amended(aLicense({ orderedAt: day(3) }), { plan: byOrder });
    expect([startedAt, due]).toEqual([day(3), day(89)]);
    expect(amended(aLicense(), { plan: byOrder }).startedAt).toBe(aLicense().issuedAt);
    const short = aPlan({ ...byOrder, term: { days: 5, starts: 'order' } });
    expect(outcome(aLicense({ orderedAt: day(3) }), { plan: short })).toEqual(
      refuse('request_invalid', { errors: [{ pointer: '/plan', detail: 'Would end the license at once.' }] }),
    );
    expect(amended(aLicense({ engagedAt: day(1) }), { plan: byOrder }).startedAt).toBeNull();
    expect(amended(running, { plan: aPlan({ ...byOrder, term: { days: 900, starts: 'order' } }) }).startedAt).toBe(T0);
  });

  test('it cannot lead beyond the year 9999, but a license that does can have other things changed', () => {
    const last = Date.UTC(9999, 11, 31);
    const graceful = aPlan({ revision: 2, graceDays: 30 });
    const tooFar = (pointer: string) =>
      refuse('request_invalid', { errors: [{ pointer, detail: 'Leads beyond the year 9999.' }] });
    const forEver = aLicense({ plan: graceful, term: null, startedAt: T0, notAfter: day(400) });
    expect(outcome(forEver, { notAfter: last })).toEqual(tooFar('/notAfter'));
    expect(outcome(aLicense({ startedAt: T0, term: null, notAfter: last }), { plan: graceful })).toEqual(
      tooFar('/plan'),
    );
    expect(amended({ ...forEver, notAfter: last }, { regions: ['DE'] }).regions).toEqual(['DE']);
  });

  test('R4.6 it brings its seats; a class that it has not gets none, and nobody is evicted', () => {
    const plan = aPlan({ revision: 2, seats: { desktop: 9, server: 1 } });
    const { seats } = amended(occupied(running, 'mobile', 2), { plan });
    expect(Object.entries(seats).map(([name, { counter }]) => [name, counter.limit, counter.used])).toEqual([
      ['desktop', 9, 0],
      ['mobile', 0, 2],
      ['server', 1, 0],
    ]);
  });
});
