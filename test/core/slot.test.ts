import { describe, expect, test } from 'vitest';
import { joinHistories, remember } from '../../functions/core/history.ts';
import { isPaid, type Kind } from '../../functions/core/plan.ts';
import { depart, emptySlot, findActivation, withoutActivation } from '../../functions/core/slot.ts';
import { aDeparted, aHolding, aLicense, anActivation, aPlan, aSlot, nonceOf } from '../support/states.ts';

const NONE = { paid: false, paidLicenses: [], trial: null };
const ids = (count: number) => Array.from({ length: count }, (_, index) => `lic_${index}`);

describe('R5 slots and their history', () => {
  test('R5.3 a device that is new to a family has had nothing', () => {
    const identity = { fingerprints: ['f'], components: {} };
    expect(emptySlot('device-1', 'office', identity)).toEqual({ ...aSlot(), identity, version: 0 });
  });

  test.each<[Kind, boolean]>([
    ['commercial', true],
    ['subscription', true],
    ['trial', false],
    ['beta', false],
  ])('R5.9 %s counts as paid: %s', (kind, paid) => {
    expect(isPaid(kind)).toBe(paid);
    const history = remember(NONE, aLicense({ id: 'lic_k', plan: aPlan({ kind }) }));
    expect(history).toEqual({
      paid,
      paidLicenses: paid ? ['lic_k'] : [],
      trial: kind === 'trial' ? 'lic_k' : null,
    });
  });

  test('R7.3 paid licenses are remembered newest first, each once, eight of them', () => {
    const history = { ...NONE, paid: true, paidLicenses: ids(8), trial: 'lic_t' };
    expect(remember(history, aLicense({ id: 'lic_5' }))).toEqual({
      ...history,
      paidLicenses: ['lic_5', 'lic_0', 'lic_1', 'lic_2', 'lic_3', 'lic_4', 'lic_6', 'lic_7'],
    });
    expect(remember(history, aLicense({ id: 'lic_new' })).paidLicenses).toEqual(['lic_new', ...ids(7)]);
  });

  test('R5.8 the histories of all matching records count as one', () => {
    const own = { ...NONE, paidLicenses: ['lic_0'] };
    const other = { paid: true, paidLicenses: ['lic_1', 'lic_0'], trial: 'lic_t' };
    expect(joinHistories(own, [NONE, other])).toEqual({ paid: true, paidLicenses: ['lic_0', 'lic_1'], trial: 'lic_t' });
    expect(joinHistories({ ...NONE, paid: true, trial: 'lic_own' }, [other])).toMatchObject({
      paid: true,
      trial: 'lic_own',
    });
    expect(joinHistories({ ...NONE, paid: true }, [NONE]).paid).toBe(true);
    expect(joinHistories(NONE, [{ ...other, paidLicenses: ids(9) }]).paidLicenses).toEqual(ids(8));
    expect(joinHistories(NONE, [])).toBe(NONE);
  });
});

describe('R3 activations in a slot', () => {
  const desktop = anActivation();
  const mobile = anActivation({ nonce: nonceOf('m'), seatClass: 'mobile' });

  test('R3.2 an activation is found by its nonce', () => {
    const holding = aHolding('lic_a', [desktop, mobile]);
    expect(findActivation(holding, nonceOf('m'))).toBe(mobile);
    expect(findActivation(holding, nonceOf('x'))).toBeNull();
    expect(findActivation(null, nonceOf('m'))).toBeNull();
  });

  test('R4.3 without its last activation a license is no longer on the device', () => {
    const holding = aHolding('lic_a', [desktop, mobile]);
    const left = withoutActivation(holding, 'desktop');
    expect(left).toEqual(aHolding('lic_a', [mobile]));
    expect(withoutActivation(aHolding('lic_a', [mobile]), 'mobile')).toBeNull();
  });

  test('R6 eight departed activations are remembered, the newest first', () => {
    const old = ids(8).map((nonce) => aDeparted({ nonce }));
    const [first, second] = [aDeparted({ nonce: 'n1' }), aDeparted({ nonce: 'n2' })];
    const nonces = depart(aSlot({ departed: old }), first, second).map(({ nonce }) => nonce);
    expect(nonces).toEqual(['n1', 'n2', ...ids(6)]);
  });
});
