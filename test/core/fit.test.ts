import { describe, expect, test } from 'vitest';
import { checkFit } from '../../functions/core/fit.ts';
import type { License } from '../../functions/core/license.ts';
import type { Product } from '../../functions/core/plan.ts';
import { refuse } from '../../functions/core/refusal.ts';
import type { Facts } from '../../functions/core/slot.ts';
import { foreign } from '../support/scenes.ts';
import { aLicense, aPlan, aProduct, FACTS, MAC, PC, PHONE } from '../support/states.ts';

const plan = aPlan({
  products: [{ id: PC.id, minVersion: '4', maxVersion: '8' }, { id: MAC.id }, { id: PHONE.id }],
  regions: ['DE', 'AT'],
});
const license = aLicense({ plan });
const good: Facts = { ...FACTS, region: 'DE' };

function check(facts: Partial<Facts> = {}, product: Product | null = PC, of: License = license) {
  return checkFit(of, product, { ...good, ...facts }, [PC, MAC, PHONE]);
}

describe('R11 products, platforms, versions, regions', () => {
  test('R11.1 every product of the plan fits on its platforms', () => {
    expect(check()).toBeNull();
    expect(check({ platform: 'macos' }, MAC)).toBeNull();
    expect(check({ platform: 'ios' }, PHONE)).toBeNull();
  });

  test('R11.2 a product outside the plan: what the code does fit, and what to switch to on this platform', () => {
    const products = [PC.id, MAC.id, PHONE.id];
    expect(check({}, foreign())).toEqual(refuse('wrong_product', { products, switchTo: PC.id }));
    expect(check({ platform: 'macos' }, foreign())).toMatchObject({ fields: { switchTo: MAC.id } });
    expect(check({ platform: 'linux' }, foreign())).toEqual(refuse('wrong_product', { products }));
    expect(check({}, foreign({ family: 'cleaner' }))).toEqual(refuse('wrong_product', { products }));
    expect(check({}, null)).toEqual(refuse('wrong_product', { products }));
  });

  test('R11.2 one can switch only to a product of the plan', () => {
    const catalog = [aProduct({ id: 'office-old' }), MAC];
    const refusal = checkFit(license, foreign(), good, catalog);
    expect(refusal).toEqual(refuse('wrong_product', { products: [PC.id, MAC.id, PHONE.id] }));
    expect(checkFit(license, foreign(), good)?.fields).not.toHaveProperty('switchTo');
  });

  test('R11.4 a platform that the product does not offer', () => {
    expect(check({ platform: 'macos' })).toEqual(refuse('wrong_platform', { platforms: ['windows'] }));
  });

  test('R11.3 a version outside the bounds; an omitted one is unchecked', () => {
    const refusal = refuse('version_not_supported', { minVersion: '4', maxVersion: '8' });
    expect(check({ productVersion: '3.9' })).toEqual(refusal);
    expect(check({ productVersion: '9' })).toEqual(refusal);
    expect(check({ productVersion: '8.14.2' })).toBeNull();
    expect(check({ productVersion: null })).toBeNull();
    expect(check({ platform: 'macos', productVersion: '99' }, MAC)).toBeNull();
    const open = { ...license, plan: { ...plan, products: [{ id: PC.id, minVersion: '6' }] } };
    expect(check({}, PC, open)).toEqual(refuse('version_not_supported', { minVersion: '6', maxVersion: null }));
    const below = { ...license, plan: { ...plan, products: [{ id: PC.id, maxVersion: '4' }] } };
    expect(check({}, PC, below)).toEqual(refuse('version_not_supported', { minVersion: null, maxVersion: '4' }));
  });

  test('R11.5 a region outside the plan, or omitted where the plan has regions', () => {
    expect(check({ region: 'US' })).toEqual(refuse('wrong_region', { regions: ['DE', 'AT'] }));
    expect(check({ region: null })).toMatchObject({ refused: 'wrong_region' });
    expect(check({ region: null }, PC, aLicense())).toBeNull();
  });

  test('R11.5 a part of a country lies in it, a country in none of its parts', () => {
    expect(check({ region: 'DE-BY' })).toBeNull();
    expect(check({ region: 'DEU' })).toMatchObject({ refused: 'wrong_region' });
    const bavarian = { ...license, regions: ['DE-BY'] };
    expect(check({ region: 'DE-BY' }, PC, bavarian)).toBeNull();
    for (const region of ['DE', 'DE-BE']) expect(check({ region }, PC, bavarian)?.refused).toBe('wrong_region');
  });

  test('R11.5 regions of the license override those of the plan', () => {
    expect(check({ region: 'US' }, PC, { ...license, regions: ['US'] })).toBeNull();
    expect(check({}, PC, { ...license, regions: ['US'] })).toEqual(refuse('wrong_region', { regions: ['US'] }));
  });

  const wrongs = [
    ['wrong_product', {}, foreign({ platforms: [] })],
    ['wrong_platform', { platform: 'linux', productVersion: '1', region: 'US' }, PC],
    ['version_not_supported', { productVersion: '1', region: 'US' }, PC],
    ['wrong_region', { region: 'US' }, PC],
  ] as const;

  test.each(wrongs)('section 15: %s comes before what follows it', (code, facts, product) => {
    expect(check({ productVersion: '1', region: 'US', ...facts }, product)?.refused).toBe(
      code === 'wrong_region' ? 'version_not_supported' : code,
    );
    expect(check(facts, product)?.refused).toBe(code);
  });
});
