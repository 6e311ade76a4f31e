import * as v from 'valibot';
import { closed } from './closed.ts';
import { days, distinct, whole } from './number.ts';
import {
  deviceMatch,
  entitlements,
  expiryRule,
  kind,
  lease,
  planProduct,
  regions,
  renewal,
  seats,
  selfService,
  term,
} from './plan-parts.ts';
import { id, text } from './text.ts';

const required = { name: text(200), kind, family: id, term, seats };

/** The number of plan products is bounded, as a license carries its plan. */
const products = v.pipe(v.array(planProduct), v.maxLength(32, 'Must have at most 32 products.'));
const afterExpiry = v.pipe(
  v.array(expiryRule),
  v.minLength(1, 'Must have at least one rule.'),
  v.maxLength(32, 'Must have at most 32 rules.'),
);

const fields = {
  ...required,
  activateWithinDays: v.optional(v.nullable(days), null),
  graceDays: v.optional(whole(0, 3650), 0),
  maintenanceDays: v.optional(v.nullable(days), null),
  entitlements: v.optional(entitlements, []),
  activationsPerSeat: v.optional(whole(1, 1000), 5),
  products: v.exactOptional(v.pipe(products, v.minLength(1, 'Must have at least one product.'))),
  regions: v.optional(regions, null),
  warnDaysBefore: v.optional(distinct(whole(1, 365), 16), [14, 7, 3, 1]),
  blockToleranceDays: v.optional(whole(0, 365), 0),
  afterExpiry: v.exactOptional(afterExpiry),
  renewal: v.optional(renewal, null),
  deviceMatch: v.optional(deviceMatch, {}),
  lease: v.optional(lease, {}),
  selfService: v.optional(selfService, {}),
};

/** What happens after the end when a plan does not say: R8.5 for beta, R8.1 and nothing softer for others. */
function defaultAfterExpiry(of: v.InferOutput<typeof kind>): v.InferOutput<typeof afterExpiry> {
  return of === 'beta' ? [{ mode: 'limited', components: { updates: 'off' } }] : [{ mode: 'off', components: {} }];
}

/**
 * `PUT /v1/plans/{id}` with every default of the contract filled in.
 * `products` is empty when it was left out: the plan then covers the products that its family has at that moment.
 */
export const planRequest = v.pipe(
  closed({ id: v.exactOptional(id), ...fields }),
  v.transform(({ products: named, afterExpiry: rules, ...plan }) => ({
    ...plan,
    products: named ?? [],
    afterExpiry: rules ?? defaultAfterExpiry(plan.kind),
  })),
);

/** A plan as it is answered: what `PUT` accepts, complete. */
export const planAnswer = closed({
  id,
  ...required,
  term: closed({ days: v.nullable(days), starts: v.picklist(['first_activation', 'order']) }),
  activateWithinDays: v.nullable(days),
  graceDays: v.number(),
  maintenanceDays: v.nullable(days),
  entitlements,
  activationsPerSeat: v.number(),
  products,
  regions,
  warnDaysBefore: v.array(v.number()),
  blockToleranceDays: v.number(),
  afterExpiry,
  renewal,
  deviceMatch,
  lease,
  selfService,
});
