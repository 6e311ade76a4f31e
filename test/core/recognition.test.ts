import { describe, expect, test } from 'vitest';
import {
  dependsOnCommon,
  knownIdentity,
  learn,
  matchDevice,
  recognize,
  sameIdentity,
} from '../../functions/core/recognition.ts';
import type { Slot } from '../../functions/core/slot.ts';
import { aDeparted, aHolding, anActivation, aPlan, aSlot, day } from '../support/states.ts';

const plan = aPlan({ deviceMatch: { threshold: 0.5, weights: { board: 3, disk: 1 } } });
const NONE = new Set<string>();

function known(device: string, components: Record<string, string> = {}, over: Partial<Slot> = {}): Slot {
  return aSlot({ device, identity: { fingerprints: [], components }, ...over });
}

function seenOn(nth: number): Partial<Slot> {
  return { inForce: aHolding('lic_a', [anActivation({ activatedAt: day(nth) })]) };
}

describe('R10.2 recognizing a device', () => {
  test('R10.2 a device is known by the fingerprint that gave it its name, and by later ones', () => {
    const slot = known('f1', {}, { identity: { fingerprints: ['f2'], components: {} } });
    expect(knownIdentity(slot).fingerprints).toEqual(['f1', 'f2']);
    for (const fingerprint of ['f1', 'f2']) expect(matchDevice(slot, { fingerprint }, plan).matches).toBe(true);
    expect(matchDevice(slot, { fingerprint: 'f3' }, plan).matches).toBe(false);
  });

  test('R10.2 the weights and the threshold are those of the plan; common values do not count', () => {
    const slot = known('f1', { board: 'b', disk: 'd' });
    expect(matchDevice(slot, { components: { board: 'b', disk: 'x' } }, plan).matches).toBe(true);
    expect(matchDevice(slot, { components: { board: 'x', disk: 'd' } }, plan).matches).toBe(false);
    expect(matchDevice(slot, { components: { board: 'b', disk: 'x' } }, plan, new Set(['b'])).matches).toBe(false);
  });

  test('R10.2 common values may decide where a part differs, and the fingerprint does not', () => {
    const slot = known('f1', { board: 'b', disk: 'd' });
    const other = { board: 'b', disk: 'x' };
    expect(dependsOnCommon(slot, { components: other })).toBe(true);
    expect(dependsOnCommon(slot, { components: { board: 'b' } })).toBe(true);
    expect(dependsOnCommon(slot, { fingerprint: 'f2', components: other })).toBe(true);
    expect(dependsOnCommon(slot, { fingerprint: 'f1', components: other })).toBe(false);
    expect(dependsOnCommon(slot, { components: { board: 'b', disk: 'd', more: 'm' } })).toBe(false);
    expect(dependsOnCommon(slot, { fingerprint: 'f2' })).toBe(false);
    expect(dependsOnCommon(known('f1', { constructor: 'c' }), { components: {} })).toBe(true);
  });

  test('R10.2 the best match is the device; R5.8 every other match counts for the history', () => {
    const [half, whole, other] = [
      known('h', { board: 'b', disk: 'x' }),
      known('w', { board: 'b', disk: 'd' }),
      known('o', { board: 'z' }),
    ];
    const { best, others } = recognize([half, whole, other], { components: { board: 'b', disk: 'd' } }, plan, NONE);
    expect(best?.slot).toBe(whole);
    expect(others).toEqual([half]);
    expect(recognize([other], { fingerprint: 'new' }, plan, NONE)).toEqual({ best: null, others: [] });
    const common = recognize([half], { components: { board: 'b' } }, plan, new Set(['b']));
    expect(common.best).toBeNull();
  });

  test('R10.2 of two that match alike the later seen is the device', () => {
    const parts = { board: 'b' };
    const pick = (one: Partial<Slot>, two: Partial<Slot>) =>
      recognize([known('one', parts, one), known('two', parts, two)], { components: parts }, plan, NONE).best?.slot
        .device;
    expect(pick({}, {})).toBe('one');
    expect(pick(seenOn(1), seenOn(2))).toBe('two');
    expect(pick(seenOn(2), seenOn(1))).toBe('one');
    expect(pick(seenOn(1), { reserve: aHolding('lic_a', [anActivation({ activatedAt: day(2) })]) })).toBe('two');
    expect(pick(seenOn(1), { departed: [aDeparted({ at: day(5) })] })).toBe('two');
    expect(pick(seenOn(6), { departed: [aDeparted({ at: day(5) })] })).toBe('one');
  });
});

describe('R10.2 what is learned on a match', () => {
  test('R10.2 a new fingerprint joins the known ones, the newest first, four of them', () => {
    const slot = known('f0', {}, { identity: { fingerprints: ['f4', 'f3', 'f2', 'f1'], components: {} } });
    expect(learn(slot, { fingerprint: 'f5' }).fingerprints).toEqual(['f5', 'f4', 'f3', 'f2']);
  });

  test('R10.2 changed parts are learned, others kept', () => {
    const slot = known('f0', { board: 'b', disk: 'd' });
    expect(learn(slot, { components: { board: 'c' } }).components).toEqual({ board: 'c', disk: 'd' });
    expect(learn(slot, { fingerprint: 'f1' }).components).toBe(slot.identity.components);
  });

  test('R3.2 nothing new is the same identity, so that nothing is written', () => {
    const slot = known('f0', { board: 'b' }, { identity: { fingerprints: ['f1'], components: { board: 'b' } } });
    expect(learn(slot, {})).toBe(slot.identity);
    expect(learn(slot, { fingerprint: 'f0' })).toBe(slot.identity);
    expect(learn(slot, { fingerprint: 'f1', components: { board: 'b' } })).toBe(slot.identity);
    expect(learn(slot, { components: { board: 'b', disk: 'd' } })).not.toBe(slot.identity);
  });

  test('R10.2 identities are the same with the same parts and fingerprints', () => {
    const identity = { fingerprints: ['f1'], components: { board: 'b', disk: 'd' } };
    expect(sameIdentity(identity, { fingerprints: ['f1'], components: { disk: 'd', board: 'b' } })).toBe(true);
    expect(sameIdentity(identity, { ...identity, fingerprints: ['f1', 'f2'] })).toBe(false);
    expect(sameIdentity(identity, { ...identity, components: { board: 'b' } })).toBe(false);
    expect(sameIdentity(identity, { ...identity, components: { board: 'b', disk: 'e' } })).toBe(false);
    expect(sameIdentity(identity, { ...identity, components: { board: 'b', mac: 'd' } })).toBe(false);
  });
});
