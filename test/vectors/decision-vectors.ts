import type { LeaseClaims } from '../../functions/core/lease.ts';
import type { Decision, OfflineFacts } from '../../functions/core/offline.ts';
import { CLAIMS, START } from './lease-vectors.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const FACTS: OfflineFacts = {
  activated: true,
  lease: CLAIMS,
  clock: { now: START + HOUR, setBack: false },
  lastWord: { kind: 'none' },
  contentDate: null,
};

const seconds = (at: number) => Math.floor(at / 1000);
const lease = (changes: Partial<LeaseClaims>): Partial<OfflineFacts> => ({ lease: { ...CLAIMS, ...changes } });
const at = (offset: number): Partial<OfflineFacts> => ({ clock: { now: START + offset, setBack: false } });

const END = START + 14 * DAY;
const GRACE = lease({
  licExp: seconds(START + DAY),
  graceUntil: seconds(START + 8 * DAY),
  exp: seconds(START + 8 * DAY),
});
const LIMITED = lease({ mode: 'limited', licExp: seconds(START - DAY), components: { updates: 'off' } });
const CONTENT = lease({ contentUntil: seconds(START) });
const NO = { lastWord: { kind: 'no', verdict: 'REVOKED' } } as const;

type Expected = [
  run: Decision['run'],
  reason: Decision['reason'],
  goOnline: boolean,
  refresh: boolean,
  until: number | null,
];
type Row = [name: string, changes: Partial<OfflineFacts>, expected: Expected];

/** The table of docs/offline.md, row by row, with the edges of each. */
const ROWS: Row[] = [
  ['a fresh lease', {}, ['full', 'licensed', false, false, END]],
  ['a lease that is to be refreshed', at(12 * HOUR), ['full', 'licensed', false, true, END]],
  ['the last millisecond of a lease', at(14 * DAY - 1), ['full', 'licensed', false, true, END]],
  ['the end of a lease', at(14 * DAY), ['off', 'lease_ended', true, true, null]],
  ['a lease that ended a week ago', at(21 * DAY), ['off', 'lease_ended', true, true, null]],
  ['before the grace period', { ...GRACE, ...at(DAY - 1) }, ['full', 'licensed', false, true, START + DAY]],
  ['within the grace period', { ...GRACE, ...at(DAY) }, ['full', 'in_grace', false, true, START + 8 * DAY]],
  ['the end of the grace period', { ...GRACE, ...at(8 * DAY) }, ['off', 'lease_ended', true, true, null]],
  ['a limited lease', LIMITED, ['limited', 'limited', false, false, END]],
  ['the end of a limited lease', { ...LIMITED, ...at(14 * DAY) }, ['off', 'lease_ended', true, true, null]],
  ['a perpetual license', lease({ licExp: null }), ['full', 'licensed', false, false, END]],
  ['a clock set back', { clock: { now: START, setBack: true } }, ['off', 'clock_set_back', true, true, null]],
  [
    'a clock set back at the end of a lease',
    { clock: { now: END, setBack: true } },
    ['off', 'clock_set_back', true, true, null],
  ],
  ['content that is old enough', { ...CONTENT, contentDate: START + 999 }, ['full', 'licensed', false, false, END]],
  [
    'content that is too new (R8.4)',
    { ...CONTENT, contentDate: START + 1000 },
    ['off', 'content_too_new', false, false, null],
  ],
  ['content without a bound', { contentDate: END }, ['full', 'licensed', false, false, END]],
  [
    'too new content in limited mode',
    { ...lease({ mode: 'limited', contentUntil: seconds(START) }), contentDate: END },
    ['off', 'content_too_new', false, false, null],
  ],
  ['a definite no', { ...NO, lease: null }, ['off', 'refused', false, false, null]],
  ['a definite no over a lease that still runs', NO, ['off', 'refused', false, false, null]],
  [
    'a definite no with a clock set back',
    { ...NO, clock: { now: START, setBack: true } },
    ['off', 'refused', false, false, null],
  ],
  ['a device that was never activated', { activated: false, lease: null }, ['off', 'not_activated', true, false, null]],
  ['a lease that is lost or does not verify', { lease: null }, ['off', 'no_lease', true, true, null]],
];

export const decisionVectors = ROWS.map(([name, changes, [run, reason, goOnline, refresh, until]]) => ({
  name,
  facts: { ...FACTS, ...changes },
  decision: { run, reason, goOnline, refresh, until },
}));
