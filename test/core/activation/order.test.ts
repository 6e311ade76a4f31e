import { describe, expect, test } from 'vitest';
import type { ActivationCommand } from '../../../functions/core/activation/command.ts';
import type { License } from '../../../functions/core/license.ts';
import type { RefusalCode } from '../../../functions/core/refusal.ts';
import type { Slot } from '../../../functions/core/slot.ts';
import { aCommand, aWorld, foreign, outcomeOf } from '../../support/scenes.ts';
import { tallyOf } from '../../support/seats.ts';
import { aFlag, aHolding, aLicense, aPlan, aSlot, day, FACTS, merged, nonceOf, T0 } from '../../support/states.ts';

const now = day(100);

interface Cause {
  readonly code: RefusalCode;
  readonly license?: Partial<License>;
  readonly plan?: Partial<License['plan']>;
  readonly command?: Partial<ActivationCommand>;
  /** The license in force on the device, where there is one. */
  readonly front?: Partial<License>;
  readonly slot?: Partial<Slot>;
  /** What it cannot hold together with. */
  readonly excludes?: readonly RefusalCode[];
}

/** In force, and of no use to a renewal. */
const RUNNING = { startedAt: T0, engagedAt: T0, renewedBy: 'lic_z' };
const perpetual = { ...RUNNING, term: null };
const subscription = { ...RUNNING, plan: aPlan({ kind: 'subscription' }) };
const trialFront = { ...RUNNING, plan: aPlan({ kind: 'trial' }) };

const TRIALS: readonly RefusalCode[] = ['trial_after_commercial', 'trial_already_active', 'trial_already_used'];
/** What only a paid license meets, behind a license that runs. */
const BEHIND: readonly RefusalCode[] = [
  'subscription_as_reserve',
  'subscription_in_use',
  'replacement_confirmation_required',
  'reserve_exists',
  'reserve_expires_sooner',
];

/** What brings each refusal about by itself, in the order of section 15. */
const CAUSES: readonly Cause[] = [
  { code: 'code_rotated', command: { codeRotated: true } },
  { code: 'license_revoked', license: { revoked: aFlag(day(200)) } },
  { code: 'license_blocked', license: { blocked: aFlag(T0) } },
  { code: 'license_suspended', license: { suspended: aFlag(T0) } },
  { code: 'wrong_product', command: { product: foreign({ platforms: [] }) } },
  { code: 'wrong_platform', command: { facts: { ...FACTS, platform: 'linux' } }, excludes: ['version_not_supported'] },
  { code: 'version_not_supported', plan: { products: [{ id: 'office-pc', maxVersion: '3' }] } },
  { code: 'wrong_region', license: { regions: ['DE'] } },
  { code: 'activation_window_closed', license: { engagedAt: null, activateBy: T0 } },
  { code: 'not_yet_valid', license: { startedAt: day(101), engagedAt: null } },
  { code: 'license_expired', license: { notAfter: T0 }, excludes: ['reserve_expires_sooner'] },
  {
    code: 'trial_after_commercial',
    plan: { kind: 'trial' },
    slot: { history: { paid: true, paidLicenses: [], trial: null } },
    excludes: ['trial_already_used', 'subscription_as_reserve'],
  },
  { code: 'trial_already_active', plan: { kind: 'trial' }, front: trialFront, excludes: BEHIND },
  {
    code: 'trial_already_used',
    plan: { kind: 'trial' },
    slot: { history: { paid: false, paidLicenses: [], trial: 'lic_x' } },
    excludes: BEHIND,
  },
  {
    code: 'subscription_in_use',
    front: subscription,
    excludes: ['replacement_confirmation_required', 'reserve_expires_sooner'],
  },
  {
    code: 'subscription_as_reserve',
    plan: { kind: 'subscription' },
    front: RUNNING,
    excludes: ['replacement_confirmation_required'],
  },
  {
    code: 'renewal_previous_rejected',
    plan: { renewal: { withoutPreviousDays: 30 } },
    license: { engagedAt: null },
    command: { previous: { problem: 'unknown' } },
    excludes: ['renewal_previous_required'],
  },
  { code: 'renewal_previous_required', plan: { renewal: { withoutPreviousDays: 30 } }, license: { engagedAt: null } },
  { code: 'replacement_confirmation_required', command: { replace: true }, front: RUNNING },
  { code: 'reserve_exists', front: RUNNING, slot: { reserve: aHolding('lic_w') } },
  { code: 'reserve_expires_sooner', front: perpetual },
  { code: 'activation_count_exceeded', license: { tally: tallyOf(25) } },
  { code: 'seat_limit_reached', plan: { seats: { desktop: 0, mobile: 5 } } },
];

function refusalOf(...causes: readonly Cause[]): string {
  // The first cause has the last word, so that later ones fill in only what it leaves open.
  const parts = causes.toReversed();
  const plan = aPlan(merged(parts.map((cause) => cause.plan)));
  const license = aLicense({ id: 'lic_n', plan, ...merged<License>(parts.map((cause) => cause.license)) });
  const front = parts.findLast((cause) => cause.front !== undefined)?.front;
  const slot = aSlot({
    ...(front && { inForce: aHolding('lic_f') }),
    ...merged<Slot>(parts.map((cause) => cause.slot)),
  });
  const licenses = [license, aLicense({ id: 'lic_w' }), ...(front ? [aLicense({ id: 'lic_f', ...front })] : [])];
  const command = aCommand('lic_n', {
    nonce: nonceOf('n'),
    ...merged<ActivationCommand>(parts.map((cause) => cause.command)),
  });
  return outcomeOf(aWorld(licenses, { now, slot }), command);
}

const pairs = CAUSES.flatMap((first, index) =>
  CAUSES.slice(index + 1)
    .filter(({ code }) => !first.excludes?.includes(code))
    .filter(({ code }) => !(TRIALS.includes(first.code) && TRIALS.includes(code) && first.front !== undefined))
    .map((second) => ({ first, second, name: `${first.code} comes before ${second.code}` })),
);

describe('section 15: the order of refusals', () => {
  test.each(CAUSES)('$code', (cause) => {
    expect(refusalOf(cause)).toBe(cause.code);
  });

  test.each(pairs)('$name', ({ first, second }) => {
    expect(refusalOf(first, second)).toBe(first.code);
  });

  test('nearly all pairs can hold at once', () => {
    const all = (CAUSES.length * (CAUSES.length - 1)) / 2;
    expect(pairs.length).toBeGreaterThan(all * 0.85);
  });
});
