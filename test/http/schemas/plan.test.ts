import { describe, expect, test } from 'vitest';
import { planAnswer, planRequest } from '../../../functions/http/schemas/plan.ts';
import { productRequest } from '../../../functions/http/schemas/product.ts';
import { checkShape } from '../../../functions/http/shape.ts';

const least = {
  name: 'Office Security, one year',
  kind: 'commercial',
  family: 'office-security',
  term: { days: 365 },
  seats: { desktop: 5 },
};

const defaults = {
  activateWithinDays: null,
  graceDays: 0,
  maintenanceDays: null,
  entitlements: [],
  activationsPerSeat: 5,
  products: [],
  regions: null,
  warnDaysBefore: [14, 7, 3, 1],
  blockToleranceDays: 0,
  afterExpiry: [{ mode: 'off', components: {} }],
  renewal: null,
  deviceMatch: { threshold: 0.6, weights: {} },
  lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: false },
  selfService: { releasesPerYear: 3, cooldownHours: 24 },
};

/** The plan of the contract, word by word. */
const full = {
  id: 'office-security-1y',
  name: '…',
  kind: 'commercial',
  family: 'office-security',
  term: { days: 365, starts: 'first_activation' },
  activateWithinDays: null,
  graceDays: 0,
  maintenanceDays: null,
  entitlements: [],
  seats: { desktop: 5, server: 1, mobile: 5 },
  activationsPerSeat: 5,
  products: [{ id: 'office-security-pc', minVersion: '4', maxVersion: '8' }, { id: 'office-security-mac' }],
  regions: null,
  warnDaysBefore: [14, 7, 3, 1],
  blockToleranceDays: 8,
  afterExpiry: [
    {
      platform: 'windows',
      osVersionBelow: '6.2',
      mode: 'limited',
      components: { 'anti-malware': 'frozen', updates: 'off' },
    },
    { mode: 'off', components: {} },
  ],
  renewal: null,
  deviceMatch: { threshold: 0.6, weights: { board: 3, disk: 2, mac: 1 } },
  lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: false },
  selfService: { releasesPerYear: 3, cooldownHours: 24 },
};

function shape(changes: object) {
  return checkShape(planRequest, { ...least, ...changes });
}

describe('PUT /v1/plans/{id}', () => {
  test('everything after seats may be left out', () => {
    const term = { days: 365, starts: 'first_activation' };
    expect(shape({})).toEqual({ value: { ...least, term, ...defaults } });
  });

  test('the plan of the contract is taken as it stands, and an answer is a request (GET answers what PUT accepts)', () => {
    expect(checkShape(planRequest, full)).toEqual({ value: full });
    expect(checkShape(planAnswer, full)).toEqual({ value: full });
  });

  test('parts of a group have their own defaults', () => {
    expect(
      shape({ lease: { hours: 72 }, deviceMatch: { threshold: 1 }, selfService: { cooldownHours: 0 } }),
    ).toMatchObject({
      value: {
        lease: { hours: 72, refreshHours: 12, holdSeatUntilLeaseEnds: false },
        deviceMatch: { threshold: 1, weights: {} },
        selfService: { releasesPerYear: 3, cooldownHours: 0 },
      },
    });
    expect(shape({ lease: { hours: 6 } })).toMatchObject({ value: { lease: { hours: 6, refreshHours: 6 } } });
  });

  test('a beta goes on without updates, others stop, when the plan does not say (R8.5)', () => {
    expect(shape({ kind: 'beta' })).toMatchObject({
      value: { afterExpiry: [{ mode: 'limited', components: { updates: 'off' } }] },
    });
    expect(shape({ kind: 'trial' })).toMatchObject({ value: { afterExpiry: [{ mode: 'off' }] } });
  });

  test.each<[string, object, string[]]>([
    ['perpetual and unlimited', { term: { days: null }, seats: { user: null } }, []],
    ['no seat class', { seats: {} }, ['/seats']],
    ['no seat', { seats: { desktop: 0 } }, ['/seats/desktop']],
    ['too many seats (R4.5)', { seats: { desktop: 100_001, server: 100_000 } }, ['/seats/desktop']],
    ['half a seat', { seats: { desktop: 1.5 } }, ['/seats/desktop']],
    ['an infinite number', { graceDays: Number.POSITIVE_INFINITY }, ['/graceDays']],
    [
      'days out of bounds',
      { term: { days: 0 }, activateWithinDays: 36_501, maintenanceDays: -1 },
      ['/activateWithinDays', '/maintenanceDays', '/term/days'],
    ],
    ['an unknown start', { term: { days: 1, starts: 'now' } }, ['/term/starts']],
    ['an unknown kind', { kind: 'free' }, ['/kind']],
    ['equal warnings', { warnDaysBefore: [7, 3, 7] }, ['/warnDaysBefore/2']],
    ['no warnings', { warnDaysBefore: [] }, []],
    ['no products, said aloud', { products: [] }, ['/products']],
    ['a version that is none', { products: [{ id: 'a', minVersion: 'v4' }] }, ['/products/0/minVersion']],
    ['a rule without a mode', { afterExpiry: [{ platform: 'windows' }] }, ['/afterExpiry/0/mode']],
    ['a rule that changes nothing', { afterExpiry: [{ mode: 'full' }] }, ['/afterExpiry/0/mode']],
    [
      'an unknown component state',
      { afterExpiry: [{ mode: 'limited', components: { updates: 'slow' } }] },
      ['/afterExpiry/0/components/updates'],
    ],
    ['a renewal without days', { renewal: {} }, ['/renewal/withoutPreviousDays']],
    ['a threshold of nothing', { deviceMatch: { threshold: 0 } }, ['/deviceMatch/threshold']],
    ['a refresh after the end', { lease: { hours: 6, refreshHours: 7 } }, ['/lease/refreshHours']],
    ['a refresh after the end, by default', { lease: { refreshHours: 25 } }, ['/lease/refreshHours']],
    ['a name with a line feed', { name: 'a\nb' }, ['/name']],
    ['an id that is none', { id: 'Big', family: 'a/b' }, ['/family', '/id']],
    ['no regions at all', { regions: [] }, ['/regions']],
  ])('%s', (_name, changes, pointers) => {
    const shaped = shape(changes);
    expect('errors' in shaped ? shaped.errors.map(({ pointer }) => pointer).sort() : []).toEqual(pointers);
  });

  test('ten mistakes give ten messages at once', () => {
    const shaped = checkShape(planRequest, {
      id: '-',
      name: '',
      kind: 'x',
      family: 'A',
      term: { days: 0, starts: 'x' },
      seats: { A: 1 },
      graceDays: -1,
      x: 1,
      lease: { hours: 0 },
    });
    expect('errors' in shaped ? shaped.errors : []).toHaveLength(10);
  });
});

describe('PUT /v1/products/{id}', () => {
  const product = { name: 'Office', family: 'office', seatClass: 'desktop', platforms: ['windows'] };
  test('components may be left out', () => {
    expect(checkShape(productRequest, product)).toEqual({ value: { ...product, components: [] } });
  });

  test.each<[object, string[]]>([
    [{ platforms: [] }, ['/platforms']],
    [{ platforms: ['windows', 'windows'] }, ['/platforms/1']],
    [{ components: ['a', 'B'] }, ['/components/1']],
    [{ seatClass: undefined }, ['/seatClass']],
  ])('%j is refused', (changes, pointers) => {
    const shaped = checkShape(productRequest, { ...product, ...changes });
    expect('errors' in shaped ? shaped.errors.map(({ pointer }) => pointer) : []).toEqual(pointers);
  });
});
