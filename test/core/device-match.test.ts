import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DeviceMatch, learnComponents, pickDevice, scoreDevice } from '../../functions/core/device-match.ts';

const rules = { threshold: 0.6, weights: { board: 3, disk: 2, mac: 1 }, common: new Set<string>() };
const components = { board: 'b1', disk: 'd1', mac: 'm1' };
const known = { fingerprints: ['f1', 'f2'], components };

describe('R10.2 matching a device', () => {
  test('R10.2 any recorded fingerprint matches at once, whatever the components are', () => {
    expect(scoreDevice(known, { fingerprint: 'f2', components: { board: 'x' } }, rules)).toEqual({
      matches: true,
      byFingerprint: true,
      score: 1,
      changedComponents: ['board', 'disk', 'mac'],
    });
  });

  test('R10.2 another fingerprint leaves it to the components', () => {
    expect(scoreDevice(known, { fingerprint: 'f3', components }, rules).matches).toBe(true);
    expect(scoreDevice(known, { fingerprint: 'f3' }, rules)).toMatchObject({ matches: false, score: 0 });
  });

  test.each([
    ['nothing changed', components, 1, true, []],
    ['the network card changed', { ...components, mac: 'm2' }, 5 / 6, true, ['mac']],
    ['the disk changed', { ...components, disk: 'd2' }, 4 / 6, true, ['disk']],
    ['disk and network card changed', { board: 'b1', disk: 'd2', mac: 'm2' }, 3 / 6, false, ['disk', 'mac']],
    ['the board changed', { ...components, board: 'b2' }, 3 / 6, false, ['board']],
    ['the network card is missing', { board: 'b1', disk: 'd1' }, 5 / 6, true, ['mac']],
    ['a part is new', { ...components, tpm: 't1' }, 1, true, ['tpm']],
    ['values changed places', { board: 'd1', disk: 'b1', mac: 'm1' }, 1 / 6, false, ['board', 'disk']],
    ['no components at all', {}, 0, false, ['board', 'disk', 'mac']],
  ])('R10.2 %s', (_what, seen, score, matches, changedComponents) => {
    const match = scoreDevice(known, { components: seen }, rules);
    expect(match).toEqual({ matches, byFingerprint: false, score, changedComponents });
  });

  test('R10.2 components that were not sent say nothing about what changed', () => {
    expect(scoreDevice(known, { fingerprint: 'f1' }, rules).changedComponents).toEqual([]);
  });

  test('R10.2 the threshold is reached by equality, also where decimal weights round', () => {
    const tenths = { threshold: 0.8, weights: { a: 0.7, b: 0.1, c: 0.2 }, common: new Set<string>() };
    const device = { fingerprints: [], components: { a: '1', b: '2', c: '3' } };
    expect(scoreDevice(device, { components: { a: '1', b: '2' } }, tenths).matches).toBe(true);
    expect(scoreDevice(device, { components: { a: '1', c: '3' } }, { ...tenths, threshold: 0.91 }).matches).toBe(false);
  });

  test('R10.2 a component without a weight weighs 1, also one named like a property of every object', () => {
    const device = { fingerprints: [], components: { tpm: 't1', constructor: 'c1' } };
    const weights = { threshold: 0.5, weights: {}, common: new Set<string>() };
    expect(scoreDevice(device, { components: { tpm: 't1', board: 'b1' } }, weights)).toEqual({
      matches: true,
      byFingerprint: false,
      score: 0.5,
      changedComponents: ['board', 'constructor'],
    });
  });

  test('R10.2 weights are taken by name, and those not named stand beside them as 1', () => {
    const device = { fingerprints: [], components: { board: 'b1', tpm: 't1' } };
    expect(scoreDevice(device, { components: { board: 'b1' } }, rules).score).toBe(3 / 4);
  });

  test('R10.2 a common value counts neither for nor against', () => {
    const common = { ...rules, common: new Set(['b1']) };
    expect(scoreDevice(known, { components: { board: 'b1', disk: 'd2', mac: 'm2' } }, common).score).toBe(0);
    expect(scoreDevice(known, { components: { board: 'b2', disk: 'd1', mac: 'm1' } }, common).score).toBe(1);
  });

  test('R10.2 a device of which nothing counts never matches, even at threshold 0', () => {
    const nothing = { ...rules, threshold: 0, common: new Set(['b1', 'd1', 'm1']) };
    expect(scoreDevice(known, { components }, nothing)).toMatchObject({ matches: false, score: 0 });
    expect(scoreDevice({ fingerprints: [], components: {} }, { components }, rules).matches).toBe(false);
    expect(scoreDevice(known, { components: { board: 'x' } }, { ...rules, threshold: 0 }).matches).toBe(false);
  });

  test('R10.2 the score lies in 0–1, and another equal part never lowers it', () => {
    const parts = fc.dictionary(fc.constantFrom('board', 'disk', 'mac', 'tpm'), fc.constantFrom('1', '2'));
    fc.assert(
      fc.property(parts, parts, fc.constantFrom('board', 'disk', 'mac', 'tpm'), (recorded, seen, name) => {
        const device = { fingerprints: [], components: recorded };
        const { score } = scoreDevice(device, { components: seen }, rules);
        expect(score >= 0 && score <= 1).toBe(true);
        const restored = recorded[name] === undefined ? seen : { ...seen, [name]: recorded[name] };
        expect(scoreDevice(device, { components: restored }, rules).score).toBeGreaterThanOrEqual(score);
      }),
    );
  });
});

describe('R10.2 picking among devices', () => {
  const candidate = (id: string, score: number, lastSeenAt: number, match: Partial<DeviceMatch> = {}) => ({
    id,
    lastSeenAt,
    match: { matches: true, byFingerprint: false, score, changedComponents: [], ...match },
  });

  test('R10.2 the higher score wins, then the later seen, then the first given', () => {
    expect(pickDevice([candidate('low', 0.6, 9), candidate('high', 0.9, 1)])?.id).toBe('high');
    expect(pickDevice([candidate('early', 0.9, 1), candidate('late', 0.9, 2)])?.id).toBe('late');
    expect(pickDevice([candidate('first', 0.9, 1), candidate('second', 0.9, 1)])?.id).toBe('first');
  });

  test('R10.2 an equal fingerprint goes before components that are all equal, as on cloned machines', () => {
    const clone = candidate('clone', 1, 9);
    expect(pickDevice([clone, candidate('itself', 1, 1, { byFingerprint: true })])?.id).toBe('itself');
  });

  test('R10.2 what does not match is not picked', () => {
    expect(pickDevice([candidate('stranger', 0.9, 1, { matches: false })])).toBeUndefined();
    expect(pickDevice([])).toBeUndefined();
  });
});

describe('R10.2 learning on a match', () => {
  test('R10.2 what was sent replaces what was known; an unplugged part is kept', () => {
    expect(learnComponents(components, { board: 'b1', mac: 'm2', tpm: 't1' })).toEqual({
      board: 'b1',
      disk: 'd1',
      mac: 'm2',
      tpm: 't1',
    });
  });

  test('R10.2 at most eight components are kept, those that were sent first', () => {
    const eight = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`part${index}`, `new${index}`]));
    expect(learnComponents({ ...components, part0: 'old' }, eight)).toEqual(eight);
  });
});
