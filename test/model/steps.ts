/** Random steps. They name codes, devices and seats by number, so that a history still means something when it shrinks. */
import fc from 'fast-check';
import { type PlanName, THEMES } from './catalog.ts';
import { INSTRUCTIONS } from './operate.ts';
import { DAY, HOUR } from './shop.ts';

const pick = fc.nat({ max: 99 });
const device = fc.constantFrom(0, 0, 1, 2);
const seldom = fc.nat({ max: 9 }).map((one) => one === 9);
const often = fc.nat({ max: 2 }).map((one) => one === 2);

const nothing = fc.constant({ do: 'nothing' } as const);

const sale = {
  plan: pick,
  order: fc.constantFrom(0, 0, -20, 5),
  window: fc.constantFrom(null, null, null, 10),
  notAfter: fc.constantFrom(null, null, null, 25, 80),
  desktops: fc.constantFrom(null, null, 1, 3),
  promotion: seldom,
};
const issue = fc.record({ do: fc.constant('issue' as const), ...sale });

const claims = {
  product: fc.constantFrom('desk', 'desk', 'desk', 'desk', 'desk', 'desk', 'desk', 'server', 'server', 'notes'),
  version: fc.constantFrom(null, '5', '5', '3', '9'),
  region: fc.constantFrom('DE', 'DE', 'DE', 'AT', 'US', null),
};

const activate = fc.record({
  do: fc.constant('activate' as const),
  code: pick,
  device,
  ...claims,
  formerCode: seldom,
  replace: fc.constantFrom(null, null, null, 0, 0, 14, 15),
  release: fc.option(pick, { freq: 2 }),
  previous: fc.option(pick, { freq: 1 }),
  shorter: often,
});

const validate = fc.record({
  do: fc.constant('validate' as const),
  activation: pick,
  foreign: seldom,
  product: fc.option(claims.product, { freq: 2 }),
  version: claims.version,
  region: fc.constantFrom(undefined, undefined, 'DE', 'US'),
  osVersion: fc.constantFrom(undefined, undefined, '6.1', '10'),
  content: fc.constantFrom(null, null, -1, 0, 1, 40),
});

const ask = fc.record({
  do: fc.constant('ask' as const),
  code: pick,
  device,
  product: claims.product,
  formerCode: seldom,
});
const deactivate = fc.record({ do: fc.constant('deactivate' as const), activation: pick, foreign: seldom });
const release = fc.record({
  do: fc.constant('release' as const),
  seat: pick,
  by: fc.constantFrom('owner', 'operator'),
  formerCode: seldom,
});
const operate = fc.record({ do: fc.constant('operate' as const), code: pick, order: fc.constantFrom(...INSTRUCTIONS) });
const calm = fc.record({
  do: fc.constant('operate' as const),
  code: pick,
  order: fc.constantFrom('unblock', 'resume', 'unblock', 'resume', 'suspend', 'block'),
});
const extend = fc.record({ do: fc.constant('extend' as const), code: pick, days: fc.constantFrom(1, 7, 30, 400) });
const resize = fc.record({
  do: fc.constant('resize' as const),
  code: pick,
  seatClass: fc.constantFrom('desktop', 'desktop', 'server'),
  limit: fc.constantFrom(1, 1, 2, 3, 600, null),
});
const limitTime = fc.record({ do: fc.constant('limit' as const), code: pick, days: fc.constantFrom(null, 5, 50, 400) });
const confine = fc.record({
  do: fc.constant('confine' as const),
  code: pick,
  regions: fc.constantFrom(null, ['DE'], ['US', 'AT']),
});
const forgive = fc.record({ do: fc.constant('forgive' as const), activation: pick });
const sweep = fc.record({ do: fc.constant('sweep' as const), activation: pick });
const wait = fc.record({
  do: fc.constant('wait' as const),
  time: fc.constantFrom(1000, HOUR, HOUR, DAY, DAY, 3 * DAY, 10 * DAY, 40 * DAY, 400 * DAY),
});
/** To an instant at which something changes, just before it or just after. */
const meet = fc.record({
  do: fc.constant('meet' as const),
  which: fc.constantFrom(0, 0, 0, 1, 2, 3),
  offset: fc.constantFrom(-1, 0, 0, 1),
});

const deed = fc.oneof(
  { arbitrary: issue, weight: 3 },
  { arbitrary: activate, weight: 26 },
  { arbitrary: validate, weight: 14 },
  { arbitrary: ask, weight: 6 },
  { arbitrary: deactivate, weight: 5 },
  { arbitrary: release, weight: 7 },
  { arbitrary: operate, weight: 4 },
  { arbitrary: calm, weight: 4 },
  { arbitrary: extend, weight: 5 },
  { arbitrary: resize, weight: 3 },
  { arbitrary: limitTime, weight: 1 },
  { arbitrary: confine, weight: 2 },
  { arbitrary: forgive, weight: 1 },
  { arbitrary: sweep, weight: 5 },
  { arbitrary: wait, weight: 6 },
  { arbitrary: meet, weight: 14 },
);

/** A step shrinks to nothing at all; hardly ever it is nothing from the beginning. */
const step = fc.oneof({ withCrossShrink: true }, { arbitrary: nothing, weight: 1 }, { arbitrary: deed, weight: 999 });

export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export interface History {
  readonly theme: string;
  readonly stock: readonly number[];
  readonly steps: readonly Step[];
}

/** Histories of exactly so many steps, over a few codes that are there from the beginning. */
export function histories(themes: readonly string[], length: number): fc.Arbitrary<History> {
  return fc.record({
    theme: fc.constantFrom(...themes),
    stock: fc.array(pick, { minLength: 3, maxLength: 5 }),
    steps: fc.array(step, { minLength: length, maxLength: length }),
  });
}

/** The plan that a number stands for in a theme. */
export function planAt(theme: string, at: number): PlanName {
  const plans = THEMES[theme] ?? [];
  return plans[at % plans.length] ?? 'year';
}
