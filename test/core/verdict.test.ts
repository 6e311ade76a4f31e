import { describe, expect, test } from 'vitest';
import type { License } from '../../functions/core/license.ts';
import { type Case, isValid, judge, type Verdict } from '../../functions/core/verdict.ts';
import { foreign } from '../support/scenes.ts';
import { aFlag, aLicense, aPlan, day, FACTS, merged, PC, T0 } from '../support/states.ts';

const now = day(100);
const DAYS = 86_400_000;

interface Cause {
  readonly verdict: Verdict;
  readonly matter?: Partial<Case>;
  readonly license?: Partial<License>;
  readonly plan?: Partial<License['plan']>;
  /** What it cannot hold together with. */
  readonly excludes?: readonly Verdict[];
}

const GRACE = { graceDays: 40 };

/** What brings each verdict about by itself, in the order of docs/api.md. */
const CAUSES: readonly Cause[] = [
  { verdict: 'UNKNOWN', matter: { presence: 'unknown' }, excludes: ['REPLACED'] },
  { verdict: 'REPLACED', matter: { presence: 'replaced' } },
  { verdict: 'NOT_ACTIVATED', matter: { inForce: null } },
  { verdict: 'DEVICE_MISMATCH', matter: { deviceMatches: false } },
  { verdict: 'REVOKED', license: { revoked: aFlag(day(90)) } },
  {
    verdict: 'BLOCKED',
    license: { blocked: aFlag(day(80)) },
    plan: { blockToleranceDays: 20 },
    excludes: ['BLOCK_TOLERATED'],
  },
  { verdict: 'SUSPENDED', license: { suspended: aFlag(day(90)) } },
  { verdict: 'WRONG_PRODUCT', matter: { product: foreign({ platforms: [] }) } },
  {
    verdict: 'WRONG_PLATFORM',
    matter: { facts: { ...FACTS, platform: 'linux' } },
    excludes: ['VERSION_NOT_SUPPORTED'],
  },
  {
    verdict: 'VERSION_NOT_SUPPORTED',
    matter: { facts: { ...FACTS, productVersion: '99' } },
    plan: { products: [{ id: PC.id, maxVersion: '8' }] },
  },
  { verdict: 'WRONG_REGION', license: { regions: ['DE'] } },
  {
    verdict: 'NOT_YET_VALID',
    license: { startedAt: day(101), engagedAt: null },
    excludes: ['TRIAL_EXPIRED', 'EXPIRED', 'IN_GRACE', 'CONTENT_TOO_NEW'],
  },
  { verdict: 'CONTENT_TOO_NEW', matter: { contentDate: day(95) }, license: { maintenance: 90 * DAYS } },
  { verdict: 'TRIAL_EXPIRED', plan: { kind: 'trial' }, license: { term: 30 * DAYS }, excludes: ['IN_GRACE'] },
  { verdict: 'EXPIRED', license: { term: 30 * DAYS }, excludes: ['IN_GRACE'] },
  { verdict: 'IN_GRACE', license: { term: 90 * DAYS }, plan: GRACE },
  { verdict: 'BLOCK_TOLERATED', license: { blocked: aFlag(day(90)) }, plan: { blockToleranceDays: 20 } },
  { verdict: 'VALID' },
];

function caseOf(...causes: readonly Cause[]): Case {
  // The first cause has the last word, so that later ones fill in only what it leaves open.
  const parts = causes.toReversed();
  const plan = aPlan(merged(parts.map((cause) => cause.plan)));
  const license = aLicense({ startedAt: T0, plan, ...merged<License>(parts.map((cause) => cause.license)) });
  return {
    now,
    presence: 'active',
    deviceMatches: true,
    inForce: license,
    product: PC,
    facts: FACTS,
    contentDate: null,
    ...merged<Case>(parts.map((cause) => cause.matter)),
  };
}

const pairs = CAUSES.flatMap((first, index) =>
  CAUSES.slice(index + 1)
    .filter(({ verdict }) => !first.excludes?.includes(verdict))
    .map((second) => ({ first, second, name: `${first.verdict} comes before ${second.verdict}` })),
);

describe('docs/api.md: the order of verdicts', () => {
  test.each(CAUSES)('$verdict', (cause) => {
    expect(judge(caseOf(cause))).toBe(cause.verdict);
  });

  test.each(pairs)('$name', ({ first, second }) => {
    expect(judge(caseOf(first, second))).toBe(first.verdict);
  });

  test('nearly all pairs can hold at once', () => {
    expect(pairs).toHaveLength((CAUSES.length * (CAUSES.length - 1)) / 2 - 9);
  });

  test('only VALID, IN_GRACE and BLOCK_TOLERATED let the application run', () => {
    expect(CAUSES.map(({ verdict }) => verdict).filter(isValid)).toEqual(['IN_GRACE', 'BLOCK_TOLERATED', 'VALID']);
  });
});

describe('R2.6 verdicts are exact to the millisecond', () => {
  const plan = aPlan({ graceDays: 10, blockToleranceDays: 8, maintenanceDays: 400 });
  const license = aLicense({ plan, startedAt: T0 });
  const at = (instant: number, over: Partial<License> = {}, matter: Partial<Case> = {}) =>
    judge({ ...caseOf(), inForce: { ...license, ...over }, now: instant, ...matter });

  test('R2.5 valid, in grace, expired', () => {
    expect([day(365) - 1, day(365), day(375) - 1, day(375)].map((instant) => at(instant))).toEqual([
      'VALID',
      'IN_GRACE',
      'IN_GRACE',
      'EXPIRED',
    ]);
  });

  test('R9.2 a block is tolerated to the end of its tolerance, also in a license that is expired then', () => {
    const blocked = { blocked: aFlag(day(10)) };
    expect([day(18) - 1, day(18)].map((instant) => at(instant, blocked))).toEqual(['BLOCK_TOLERATED', 'BLOCKED']);
    expect(at(day(400), { blocked: aFlag(day(399)) })).toBe('EXPIRED');
  });

  test('R2.9 content of the last maintained instant is admitted, anything later is too new', () => {
    expect(at(day(20), {}, { contentDate: day(400) })).toBe('VALID');
    expect(at(day(20), {}, { contentDate: day(400) + 1 })).toBe('CONTENT_TOO_NEW');
  });

  test('R8.4 after the end, grace included, content dated after it stops the product', () => {
    expect(at(day(380), {}, { contentDate: day(375) })).toBe('EXPIRED');
    expect(at(day(380), {}, { contentDate: day(375) + 1 })).toBe('CONTENT_TOO_NEW');
    expect(at(day(370), {}, { contentDate: day(371) })).toBe('IN_GRACE');
  });

  test('R2.3 a license in force whose order date is ahead is not yet valid; R2.7 a clock behind takes nothing away', () => {
    const ordered = { plan: aPlan({ term: { days: 365, starts: 'order' } }), startedAt: day(5), engagedAt: day(5) };
    expect([day(5) - 1, day(5)].map((instant) => at(instant, ordered))).toEqual(['NOT_YET_VALID', 'VALID']);
    expect(at(T0 - 50)).toBe('VALID');
  });

  test('R11 without facts of an activation nothing is held against it', () => {
    expect(at(T0, {}, { facts: null, product: null })).toBe('VALID');
  });
});
