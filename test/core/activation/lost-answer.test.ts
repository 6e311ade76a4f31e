import { describe, expect, test } from 'vitest';
import { decideActivation } from '../../../functions/core/activation/decide.ts';
import { rememberTold } from '../../../functions/core/activation/repeat.ts';
import { DAY } from '../../../functions/core/instant.ts';
import { changesSomething } from '../../../functions/core/transition.ts';
import { aCommand, activate, aWorld, changed } from '../../support/scenes.ts';
import { aHolding, aLicense, anActivation, aPlan, aSlot, day, MAC, nonceOf, T0 } from '../../support/states.ts';

const license = aLicense({ startedAt: T0 });

describe('R3.6 whoever lost the answer hears it again', () => {
  const plan = aPlan({ kind: 'trial', term: { days: 30, starts: 'first_activation' } });
  const trial = aLicense({ id: 'lic_t', plan, startedAt: T0 });
  const onTrial = aSlot({ inForce: aHolding('lic_t') });
  const first = activate(aWorld([trial, aLicense()], { now: day(10), slot: onTrial }), aCommand('lic_a'));
  const licenses = [trial, changed(first.transition, 'lic_a') ?? license];

  test('R3.6 forfeited days and warnings are told again within 24 h', () => {
    expect(first.forfeitedDays).toBe(20);
    expect(first.slot.inForce?.activations.desktop?.told).toEqual({
      forfeitedDays: 20,
      warnings: [],
      changedComponents: [],
    });
    const second = activate(aWorld(licenses, { now: day(10) + 60_000, slot: first.slot }), aCommand('lic_a'));
    expect({ ...second, created: true, transition: null }).toEqual({ ...first, transition: null });
    expect(changesSomething(second.transition)).toBe(false);
  });

  test('R3.6 R10.2 parts that were learned are told again, and others only where they are others', () => {
    const { slot } = first;
    const identity = { fingerprints: [], components: { disk: 'new', mac: 'm' } };
    const ask = (before: typeof slot, changedComponents: readonly string[], learned: typeof identity) => {
      const world = aWorld(licenses, { now: day(10) + 60_000, slot: before, identity: learned, changedComponents });
      return activate(world, aCommand('lic_a'));
    };
    const learning = ask(slot, ['disk', 'mac'], identity);
    expect(learning).toMatchObject({ forfeitedDays: 20, changedComponents: ['disk', 'mac'] });
    // A part that was not sent is found changed each time; the other one is known by now.
    const repeated = ask(learning.slot, ['mac'], learning.slot.identity as typeof identity);
    expect(repeated).toMatchObject({ forfeitedDays: 20, changedComponents: ['disk', 'mac'] });
    expect(changesSomething(repeated.transition)).toBe(false);
    const nothingNew = { ...identity, fingerprints: ['f2'] as never[] };
    const other = ask(learning.slot, [], nothingNew);
    expect(other.changedComponents).toEqual([]);
    expect(ask(other.slot, [], other.slot.identity as typeof identity).changedComponents).toEqual([]);
  });

  test('R3.6 what is remembered is what was told last, and nothing where that was nothing', () => {
    const usual = { forfeitedDays: 0, warnings: [], changedComponents: [] };
    const toldIn = (one: typeof onTrial) => one.inForce?.activations.desktop?.told;
    expect(rememberTold(onTrial, 'active', 'desktop', usual)).toBe(onTrial);
    const told = { ...usual, warnings: ['reserve_released:lic_b'], changedComponents: ['disk'] };
    const remembering = rememberTold(onTrial, 'active', 'desktop', told);
    expect(toldIn(remembering)).toEqual(told);
    const silent = rememberTold(remembering, 'active', 'desktop', usual);
    expect(silent.inForce?.activations.desktop).toEqual(onTrial.inForce?.activations.desktop);
    expect(silent.inForce?.activations.desktop).not.toHaveProperty('told');
  });

  test('R3.6 a later, counted one tells no more of it', () => {
    const later = activate(aWorld(licenses, { now: day(11), slot: first.slot }), aCommand('lic_a'));
    expect(later.forfeitedDays).toBe(0);
    expect(later.slot.inForce?.activations.desktop).not.toHaveProperty('told');
  });

  test('R3.6 R6.7 a reserve that was released without any forfeited days is told again too', () => {
    const brief = aLicense({ id: 'lic_r', startedAt: T0, term: 20 * DAY });
    const alone = aSlot({ reserve: aHolding('lic_r', [anActivation({ nonce: nonceOf('r') })]) });
    const done = activate(aWorld([brief, aLicense()], { now: day(1), slot: alone }), aCommand('lic_a'));
    expect([done.forfeitedDays, done.warnings]).toEqual([0, ['reserve_released:lic_r']]);
    const after = changed(done.transition, 'lic_a') ?? license;
    const repeated = activate(aWorld([brief, after], { now: day(1) + 1, slot: done.slot }), aCommand('lic_a'));
    expect(repeated.warnings).toEqual(done.warnings);
  });

  test('R3.2 R6.8 a reserve that waits behind a subscription is repeated, not refused', () => {
    const subscription = aLicense({ id: 'lic_s', startedAt: T0, plan: aPlan({ kind: 'subscription' }) });
    const code = aLicense({ fronts: { lic_s: { slots: 1, since: T0 } }, engagedAt: T0 });
    const both = aSlot({
      inForce: aHolding('lic_s', [anActivation({ nonce: nonceOf('s') })]),
      reserve: aHolding('lic_a'),
    });
    const done = activate(aWorld([subscription, code], { now: day(2), slot: both }), aCommand('lic_a'));
    expect([done.role, done.created]).toEqual(['reserve', false]);
  });

  test('R11.2 a product that the license does not cover names the one that it does', () => {
    const mac = aLicense({ plan: aPlan({ products: [{ id: MAC.id }] }) });
    const facts = { ...aCommand('lic_a').facts, platform: 'macos' };
    const { refusal } = decideActivation(aWorld([mac]), aCommand('lic_a', { facts }));
    expect(refusal).toMatchObject({ refused: 'wrong_product', fields: { switchTo: MAC.id } });
  });

  test('R3.6 what was usual is not remembered', () => {
    expect(activate(aWorld([aLicense()]), aCommand('lic_a')).slot.inForce?.activations.desktop).not.toHaveProperty(
      'told',
    );
  });
});
