import { describe, expect, test } from 'vitest';
import type { License } from '../../functions/core/license.ts';
import { worseAt } from '../../functions/core/validation.ts';
import { ask, now } from '../support/questions.ts';
import { active, slot, waiting, withReserve } from '../support/reserves.ts';
import { changed, eventsOf, slotAfter } from '../support/scenes.ts';
import { aDeparted, aFlag, aLicense, anActivation, aPlan, day, nonceOf, T0 } from '../support/states.ts';

describe('R2.6 a validation of the license in force', () => {
  test('valid: everything works, nothing is written', () => {
    expect(ask()).toEqual({
      verdict: 'VALID',
      valid: true,
      mode: { mode: 'full', components: { firewall: 'on', updates: 'on' } },
      role: 'active',
      license: active,
      activation: anActivation(),
      reserve: null,
      reserveReason: null,
      contentUntil: null,
      worseAt: day(365),
      transition: null,
    });
  });

  test('verdict by id and by code agree', () => {
    for (const at of [now, day(365)])
      expect(ask({ nonce: null }, slot, [active], at)).toEqual(ask({}, slot, [active], at));
  });

  test('R8.3 facts that are omitted are taken from the activation; those that are sent count for this answer', () => {
    const afterExpiry = [
      { platform: 'windows', osVersionBelow: '6.2', mode: 'limited' as const, components: { updates: 'off' as const } },
      { mode: 'off' as const },
    ];
    const license = aLicense({ startedAt: T0, plan: aPlan({ afterExpiry }) });
    const old = ask({ facts: { osVersion: '6.1' } }, slot, [license], day(365));
    expect([old.verdict, old.mode]).toEqual([
      'EXPIRED',
      { mode: 'limited', components: { firewall: 'on', updates: 'off' } },
    ]);
    const newer = ask({}, slot, [license], day(365)).mode;
    expect(newer).toEqual({ mode: 'off', components: { firewall: 'off', updates: 'off' } });
    expect(ask({ facts: { platform: 'macos' } }, slot, [license]).verdict).toBe('WRONG_PLATFORM');
  });

  test('R8.7 only EXPIRED and BLOCKED leave what the plan leaves; R8.1 a trial leaves nothing', () => {
    const afterExpiry = [{ mode: 'limited' as const }];
    const limited = (over: Partial<License>, kind: License['plan']['kind'] = 'commercial') =>
      ask({}, slot, [aLicense({ startedAt: T0, ...over, plan: aPlan({ kind, afterExpiry }) })]);
    expect(limited({ term: 0 }).mode.mode).toBe('limited');
    expect(limited({ blocked: aFlag(T0) })).toMatchObject({ verdict: 'BLOCKED', mode: { mode: 'limited' } });
    expect(limited({ suspended: aFlag(T0) }).mode).toEqual({
      mode: 'off',
      components: { firewall: 'off', updates: 'off' },
    });
    expect(limited({ term: 0 }, 'trial')).toMatchObject({ verdict: 'TRIAL_EXPIRED', mode: { mode: 'off' } });
  });

  test('R9.1 R9.4 a block opens nothing that something else stops', () => {
    const plan = aPlan({ afterExpiry: [{ mode: 'limited' as const }] });
    const blocked = aLicense({ startedAt: T0, blocked: aFlag(T0), plan });
    const stopped = (over: Partial<License>, question: Parameters<typeof ask>[0] = {}) =>
      ask(question, slot, [{ ...blocked, ...over }]);
    for (const answer of [
      stopped({ suspended: aFlag(T0) }),
      stopped({ term: 0 }, { contentDate: day(400) }),
      stopped({}, { facts: { platform: 'macos' } }),
      stopped({ regions: ['AT'] }),
    ]) {
      expect(answer).toMatchObject({ verdict: 'BLOCKED', mode: { mode: 'off' } });
    }
    expect(stopped({ term: 0 })).toMatchObject({ verdict: 'BLOCKED', mode: { mode: 'limited' } });
  });

  test('R2.9 R8.4 content bounds are told and judged', () => {
    const maintained = { ...active, maintenance: 864_000_000 };
    expect(ask({ contentDate: day(11) }, slot, [maintained])).toMatchObject({
      verdict: 'CONTENT_TOO_NEW',
      contentUntil: day(10),
      mode: { mode: 'off' },
    });
  });

  test('R10.4 another device is told so, and nothing works', () => {
    expect(ask({ deviceMatches: false })).toMatchObject({
      verdict: 'DEVICE_MISMATCH',
      valid: false,
      mode: { mode: 'off' },
    });
  });
});

describe('who is asked about', () => {
  test('a device without slot, or without this license: not activated, and nothing of another license is told', () => {
    expect(ask({}, null)).toMatchObject({ verdict: 'NOT_ACTIVATED', role: null, license: active, activation: null });
    const other = aLicense({ id: 'lic_x', startedAt: T0 });
    const outcome = ask({ license: 'lic_x', nonce: null }, slot, [active, other]);
    expect(outcome).toMatchObject({
      verdict: 'NOT_ACTIVATED',
      role: null,
      license: other,
      activation: null,
      mode: { mode: 'off' },
    });
    expect(ask({ nonce: nonceOf('x') })).toMatchObject({ verdict: 'NOT_ACTIVATED', license: active, activation: null });
    expect(ask({ license: 'lic_gone' }, null)).toMatchObject({ license: null, contentUntil: null, worseAt: null });
  });

  test('who learns of the reserve: any id of the slot, and codes that are in it or were', () => {
    const stranger = aLicense({ id: 'lic_x', startedAt: T0 });
    const gone = aDeparted({ nonce: nonceOf('g'), license: 'lic_g' });
    const held = { ...withReserve, departed: [gone] };
    const reserveFor = (license: string, nonce: string | null) =>
      ask({ license, nonce }, held, [active, waiting, stranger]).reserve;
    for (const license of ['lic_a', 'lic_b', 'lic_g']) expect(reserveFor(license, null)).toBe(waiting);
    expect(reserveFor('lic_x', null)).toBeNull();
    expect(reserveFor('lic_x', nonceOf('x'))).toBe(waiting);
  });

  test('a released one is not activated, a replaced one replaced, one taken over answers as former', () => {
    const gone = aDeparted({ nonce: nonceOf('b'), license: 'lic_b' });
    const b = { license: 'lic_b', nonce: nonceOf('b') };
    const former = (how: 'released' | 'replaced' | 'took_over', over = {}) =>
      ask({ ...b, ...over }, { ...slot, departed: [{ ...gone, how }] }, [active, waiting]);
    expect(former('released')).toMatchObject({ verdict: 'NOT_ACTIVATED', role: null, license: waiting });
    expect(former('replaced')).toMatchObject({ verdict: 'REPLACED', role: null, license: waiting, activation: null });
    expect(former('took_over')).toMatchObject({ verdict: 'VALID', role: 'former', license: active });
    expect(former('took_over', { nonce: null })).toMatchObject({ verdict: 'VALID', role: 'former' });
    expect(former('replaced', { nonce: nonceOf('x') }).verdict).toBe('NOT_ACTIVATED');
    expect(former('replaced', { license: 'lic_a', nonce: null }).verdict).toBe('VALID');
  });

  test('a reserve answers for the slot, as reserve', () => {
    const outcome = ask({ license: 'lic_b', nonce: nonceOf('b') }, withReserve, [active, waiting]);
    expect(outcome).toMatchObject({ verdict: 'VALID', role: 'reserve', license: active, reserve: waiting });
    expect(outcome.activation?.nonce).toBe(nonceOf('a'));
    expect(ask({}, withReserve, [active, waiting])).toMatchObject({ role: 'active', reserve: waiting });
  });

  test('R6.6 a reserve with nothing in force is not activated, and shown', () => {
    const outcome = ask({ license: 'lic_b', nonce: nonceOf('b') }, { ...withReserve, inForce: null }, [waiting]);
    expect(outcome).toMatchObject({
      verdict: 'NOT_ACTIVATED',
      role: 'reserve',
      license: waiting,
      reserve: waiting,
      activation: null,
    });
  });
});

describe('R6.5 a validation that finds a take-over due', () => {
  const late = ask({}, withReserve, [active, waiting], day(400));

  test('R6.5 answers for the license that has taken over, and persists it', () => {
    expect(late).toMatchObject({ verdict: 'VALID', role: 'former', reserve: null, worseAt: day(730) });
    expect(late.license).toMatchObject({ id: 'lic_b', startedAt: day(365) });
    const { transition } = late;
    if (transition === null) throw new Error('nothing to write');
    expect(eventsOf(transition)).toEqual(['seat.freed lic_a', 'reserve.activated lic_b']);
    expect(slotAfter(transition)?.inForce?.license).toBe('lic_b');
    expect(changed(transition, 'lic_b')?.startedAt).toBe(day(365));
  });

  test('R6.3 one that may not take over: expired, with the reason, and nothing is written', () => {
    const blocked = { ...waiting, blocked: aFlag(day(5)) };
    const outcome = ask({}, withReserve, [active, blocked], day(400));
    expect(outcome).toMatchObject({
      verdict: 'EXPIRED',
      role: 'active',
      reserveReason: 'license_blocked',
      transition: null,
    });
    expect(outcome.reserve?.id).toBe('lic_b');
  });
});

describe('the next instant at which an answer could become worse', () => {
  const license = aLicense({ startedAt: T0, plan: aPlan({ graceDays: 10, blockToleranceDays: 8 }) });

  test('R2.5 the end of the license, grace included', () => {
    expect(worseAt(license, T0)).toBe(day(375));
    expect(worseAt(license, day(370))).toBe(day(375));
    expect(worseAt(license, day(375))).toBeNull();
    expect(worseAt(aLicense({ startedAt: T0, term: null }), T0)).toBeNull();
  });

  test('R9.2 or the end of block tolerance', () => {
    const blocked = { ...license, blocked: aFlag(day(100)) };
    expect(worseAt(blocked, day(101))).toBe(day(108));
    expect(worseAt(blocked, day(108))).toBe(day(375));
  });
});
