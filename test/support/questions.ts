/** Validations of one device, as tests of the rules ask for them. */
import type { License } from '../../functions/core/license.ts';
import type { Slot } from '../../functions/core/slot.ts';
import { decideValidation, type Question, type Validation } from '../../functions/core/validation.ts';
import { active, slot } from './reserves.ts';
import { byId, day, nonceOf, PRODUCTS } from './states.ts';

/** When is asked unless said otherwise. */
export const now = day(10);
const BY_ID: Question = {
  license: 'lic_a',
  nonce: nonceOf('a'),
  product: null,
  deviceMatches: true,
  facts: {},
  contentDate: null,
};

/** Asks about `lic_a` on its device by its id, unless `over` says otherwise. */
export function ask(
  over: Partial<Question> = {},
  of: Slot | null = slot,
  licenses: readonly License[] = [active],
  at = now,
): Validation {
  const world = { now: at, slot: of, licenses: byId(...licenses), products: PRODUCTS };
  return decideValidation(world, { ...BY_ID, ...over });
}
