import type { License } from './license.ts';
import type { Product } from './plan.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { Facts } from './slot.ts';
import { isWithin } from './version.ts';

/** What decides whether a license fits a product on a device, in the order of refusals (docs/rules.md section 15, R11). */
const CHECKS = [productFits, platformFits, versionFits, regionFits] as const;

/**
 * Whether a license may be used for a product by a device with these facts (R11.1–R11.5).
 * @param product the live product that the facts name, or null when the catalogue does not know it
 * @param catalog the plan's products as far as they are known, to name better choices (R11.2)
 * @returns the first refusal that applies, or null
 */
export function checkFit(
  license: License,
  product: Product | null,
  facts: Facts,
  catalog: readonly Product[] = [],
): Refusal | null {
  for (const check of CHECKS) {
    const refusal = check(license, product, facts, catalog);
    if (refusal !== null) return refusal;
  }
  return null;
}

function productFits(
  license: License,
  product: Product | null,
  facts: Facts,
  catalog: readonly Product[],
): Refusal | null {
  const offered = license.plan.products.map(({ id }) => id);
  if (product !== null && offered.includes(product.id)) return null;
  const better = catalog.find(
    ({ id, family, platforms }) =>
      offered.includes(id) && family === product?.family && platforms.includes(facts.platform),
  );
  return refuse('wrong_product', { products: offered, ...(better === undefined ? {} : { switchTo: better.id }) });
}

function platformFits(_license: License, product: Product | null, facts: Facts): Refusal | null {
  if (product?.platforms.includes(facts.platform)) return null;
  return refuse('wrong_platform', { platforms: product?.platforms ?? [] });
}

function versionFits(license: License, product: Product | null, facts: Facts): Refusal | null {
  const bounds = license.plan.products.find(({ id }) => id === product?.id);
  if (bounds === undefined || facts.productVersion === null || isWithin(facts.productVersion, bounds)) return null;
  const { minVersion = null, maxVersion = null } = bounds;
  return refuse('version_not_supported', { minVersion, maxVersion });
}

function regionFits(license: License, _product: Product | null, facts: Facts): Refusal | null {
  const regions = license.regions ?? license.plan.regions;
  if (regions === null || regions.some((region) => isIn(facts.region, region))) return null;
  return refuse('wrong_region', { regions });
}

/** A part of a country lies in it; a country is not in a part of it. */
function isIn(place: string | null, region: string): boolean {
  return place === region || place?.startsWith(`${region}-`) === true;
}
