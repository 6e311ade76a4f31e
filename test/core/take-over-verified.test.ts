import { describe, expect, test } from 'vitest';
import type { License } from '../../functions/core/license.ts';
import type { RefusalCode } from '../../functions/core/refusal.ts';
import { settleStart, unfitAt } from '../../functions/core/take-over.ts';
import { aFlag, aPlan, byId, day, merged, PRODUCTS } from '../support/states.ts';
import { behind, front, reserve, slot, standing } from '../support/waiting-reserve.ts';

describe('R6.3 a reserve is verified when its turn comes', () => {
  const at = day(365);
  const UNFIT: readonly (readonly [RefusalCode, Partial<License>])[] = [
    ['license_revoked', { revoked: aFlag(at - 1) }],
    ['license_blocked', { blocked: aFlag(at - 1) }],
    ['license_suspended', { suspended: aFlag(at - 1) }],
    ['license_expired', { notAfter: at }],
    ['wrong_region', { regions: ['DE'] }],
    ['wrong_product', { plan: aPlan({ products: [] }) }],
  ];

  test.each(UNFIT)('R6.3 %s: the device is expired, and told why', (reason, over) => {
    expect(standing(day(400), [front, { ...behind, ...over }])).toEqual({
      slot,
      takeOver: null,
      reserveReason: reason,
    });
  });

  test('R6.3 what befalls the reserve in that instant or later does not undo the take-over', () => {
    const flag = aFlag(at);
    const hit = { ...behind, revoked: flag, blocked: flag, suspended: flag };
    expect(standing(at, [front, hit]).takeOver?.at).toBe(at);
    expect(settleStart(hit, byId(front), at).startedAt).toBe(at);
    expect(unfitAt({ ...behind, notAfter: at + 1 }, reserve, PRODUCTS, at)).toBeNull();
  });

  test('R6.3 the first reason that applies is told', () => {
    const all = { ...behind, ...merged<License>(UNFIT.map(([, over]) => over)) };
    expect(unfitAt(all, reserve, PRODUCTS, at)).toBe('license_revoked');
    expect(unfitAt({ ...all, revoked: null }, reserve, PRODUCTS, at)).toBe('license_blocked');
    expect(unfitAt({ ...all, revoked: null, blocked: null }, reserve, PRODUCTS, at)).toBe('license_suspended');
    expect(unfitAt({ ...all, revoked: null, blocked: null, suspended: null }, reserve, PRODUCTS, at)).toBe(
      'license_expired',
    );
  });

  test('R6.3 a product that the catalog no longer has is unfit', () => {
    expect(standing(day(400), [front, behind], slot, new Map()).reserveReason).toBe('wrong_product');
  });
});
