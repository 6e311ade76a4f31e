import { describe, expect, test } from 'vitest';
import { findPlanMistakes, type PlanDraft, productsOfFamily } from '../../functions/core/catalog-rules.ts';
import { aPlan, aProduct, MAC, PC, PHONE, PRODUCTS } from '../support/states.ts';

const STRANGE = aProduct({ id: 'mail', family: 'mail' });
const known = new Map([...PRODUCTS, [STRANGE.id, STRANGE]]);

/** Where the mistakes of a plan are. */
function places(over: Partial<PlanDraft>): readonly string[] {
  return findPlanMistakes({ ...aPlan(), ...over }, known).map(({ path }) => `/${path.join('/')}`);
}

describe('the mistakes of a plan', () => {
  test('a sound plan has none', () => {
    expect(findPlanMistakes(aPlan(), known)).toEqual([]);
    expect(places({ products: [{ id: PC.id, minVersion: '4', maxVersion: '4.9' }] })).toEqual([]);
    expect(places({ products: [{ id: PC.id, minVersion: '8.14', maxVersion: '8' }] })).toEqual([]);
  });

  test.each<[string, Partial<PlanDraft>, string]>([
    ['R11.1: a product that does not exist', { products: [{ id: 'nothing' }] }, '/products/0/id'],
    ['R11.1: a product of another family', { products: [{ id: PC.id }, { id: 'mail' }] }, '/products/1/id'],
    ['a product twice', { products: [{ id: PC.id }, { id: MAC.id }, { id: PC.id }] }, '/products/2/id'],
    ['R4.1: a product whose class has no seats', { seats: { desktop: 1 } }, '/products/2/id'],
    [
      'R11.3: a least version above the greatest',
      { products: [{ id: PC.id, minVersion: '9', maxVersion: '8' }] },
      '/products/0/maxVersion',
    ],
    [
      'R8.2: a component that no product has',
      { afterExpiry: [{ components: { firewall: 'off', sandbox: 'off' } }] },
      '/afterExpiry/0/components/sandbox',
    ],
    [
      'R8.3: a range of systems that holds none',
      { afterExpiry: [{}, { osVersionFrom: '6.2', osVersionBelow: '6.2' }] },
      '/afterExpiry/1/osVersionFrom',
    ],
    ['R7.1: a trial that renews', { kind: 'trial', renewal: { withoutPreviousDays: 30 } }, '/renewal'],
    ['R7.2: a shorter term that is longer', { renewal: { withoutPreviousDays: 366 } }, '/renewal/withoutPreviousDays'],
    [
      'R10.2: components that weigh nothing',
      { deviceMatch: { weights: { board: 0, disk: 0 } } },
      '/deviceMatch/weights',
    ],
  ])('%s', (_, over, place) => {
    expect(places(over)).toEqual([place]);
  });

  test('R8.5: what a beta does by default can always be said', () => {
    const products = [{ id: STRANGE.id }];
    const bare = new Map([[STRANGE.id, { ...STRANGE, components: ['scan'] }]]);
    const plan = { ...aPlan(), family: 'mail', products, afterExpiry: [{ components: { updates: 'off' } }] };
    expect(findPlanMistakes({ ...plan, kind: 'beta' }, bare)).toEqual([]);
    expect(findPlanMistakes(plan, bare)).toHaveLength(1);
  });

  test('R8.2: of products that name no components nobody can say which they have', () => {
    const products = [{ id: STRANGE.id }];
    const silent = new Map([[STRANGE.id, { ...STRANGE, components: [] }]]);
    const plan = { ...aPlan(), family: 'mail', products, afterExpiry: [{ components: { updates: 'off' } }] };
    expect(findPlanMistakes(plan, silent)).toEqual([]);
  });

  test('R7.2: the shorter term may be as long as the term, and of any length beside a perpetual one', () => {
    expect(places({ renewal: { withoutPreviousDays: 365 } })).toEqual([]);
    expect(places({ term: { days: null }, renewal: { withoutPreviousDays: 9999 } })).toEqual([]);
  });

  test('what could not be read is no mistake of its own, and hides no other', () => {
    const unread = { family: undefined, seats: undefined, term: undefined, deviceMatch: undefined, kind: undefined };
    const draft = { ...unread, renewal: undefined, products: [undefined, { id: 'nothing' }], afterExpiry: [undefined] };
    expect(findPlanMistakes(draft, known)).toEqual([
      { path: ['products', 1, 'id'], detail: 'There is no such product in the catalog.' },
    ]);
    expect(findPlanMistakes({ ...draft, products: undefined, afterExpiry: undefined }, known)).toEqual([]);
  });

  test('what could not be read of the plan judges none of its products', () => {
    const rest = { ...aPlan(), products: [{ id: PC.id }, { id: STRANGE.id }] };
    expect(findPlanMistakes({ ...rest, family: undefined, seats: undefined }, known)).toEqual([]);
    expect(findPlanMistakes({ ...rest, products: [{ id: PC.id }], seats: undefined }, known)).toEqual([]);
    expect(findPlanMistakes({ ...aPlan(), renewal: undefined }, known)).toEqual([]);
    expect(findPlanMistakes({ ...aPlan(), kind: 'beta', products: undefined }, known)).toEqual([]);
    expect(places({ term: undefined, renewal: { withoutPreviousDays: 9999 } })).toEqual([]);
  });

  test('R11.3 R8.3 a range may be open at either end', () => {
    expect(
      places({
        products: [
          { id: PC.id, minVersion: '9' },
          { id: MAC.id, maxVersion: '1' },
        ],
      }),
    ).toEqual([]);
    const ranges = [
      { osVersionFrom: '6.2' },
      { osVersionBelow: '6.2' },
      { osVersionFrom: '6.1', osVersionBelow: '6.2' },
    ];
    expect(places({ afterExpiry: ranges })).toEqual([]);
  });

  test('R10.2 a component may weigh nothing while another weighs something', () => {
    expect(places({ deviceMatch: { weights: { board: 0, disk: 1 } } })).toEqual([]);
    expect(places({ deviceMatch: { weights: { board: 1, disk: 0 } } })).toEqual([]);
  });

  test('of products that are not known nobody is told what components they have', () => {
    const afterExpiry = [{ components: { sandbox: 'off' as const } }];
    expect(places({ products: [{ id: 'nothing' }], afterExpiry })).toEqual(['/products/0/id']);
    expect(places({ products: [{ id: PC.id }, { id: 'nothing' }], afterExpiry })).toEqual(['/products/1/id']);
  });
});

test('R11.1: a plan that names no product covers those of its family that take its seats', () => {
  const all = [PC, PHONE, STRANGE];
  expect(productsOfFamily({ family: 'office', seats: { desktop: 1 } }, all)).toEqual([{ id: PC.id }]);
  expect(productsOfFamily({ family: 'none', seats: { desktop: 1 } }, all)).toEqual([]);
});
