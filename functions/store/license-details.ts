import type { LicenseDetails } from '../core/license.ts';
import { Expression } from './expression.ts';
import { detailsKey } from './keys.ts';
import { writeDetails } from './license-item.ts';
import type { Write } from './transaction.ts';

/** The write that changes what only operators see of a license. Of two changes at once the second reads the first. */
export function changeDetails(license: string, before: LicenseDetails, after: LicenseDetails): Write {
  const [old, next] = [writeDetails(before), writeDetails(after)];
  const expression = new Expression();
  for (const name of Object.keys(next)) {
    expression.demandEqual([name], presentOf(old[name])).set([name], presentOf(next[name]));
  }
  return { update: detailsKey(license), expression };
}

/** A customer of whom nothing is known is stored as one, not as none. */
function presentOf(value: ReturnType<typeof writeDetails>[string]) {
  return value ?? null;
}
