/** Whether a license fits what a device asks for (R11), and what works after its end (R8). */
import type { ExpiryRule } from '../../functions/core/expiry-mode.ts';
import type { Plan, Product } from '../../functions/core/plan.ts';
import { PRODUCTS } from './catalog.ts';
import type { ModelLicense } from './shop.ts';

export interface ModelFacts {
  readonly product: string;
  readonly productVersion: string | null;
  readonly platform: string;
  readonly osVersion: string | null;
  readonly region: string | null;
}

export interface Misfit {
  readonly code: 'wrong_product' | 'wrong_platform' | 'version_not_supported' | 'wrong_region';
  readonly fields: Record<string, unknown>;
}

export function misfit({ plan, ...license }: ModelLicense, product: Product | null, facts: ModelFacts): Misfit | null {
  const covered = plan.products.find(({ id }) => id === product?.id);
  if (product === null || covered === undefined)
    return { code: 'wrong_product', fields: wrongProduct(plan, product, facts) };
  if (!product.platforms.includes(facts.platform))
    return { code: 'wrong_platform', fields: { platforms: product.platforms } };
  const { minVersion = null, maxVersion = null } = covered;
  // The model's versions are single numbers.
  const version = facts.productVersion === null ? null : Number(facts.productVersion);
  if (version !== null && (version < Number(minVersion ?? version) || version > Number(maxVersion ?? version))) {
    return { code: 'version_not_supported', fields: { minVersion, maxVersion } };
  }
  const regions = license.regions ?? plan.regions;
  const [country = null] = facts.region?.split('-') ?? [];
  if (regions !== null && !regions.some((one) => one === facts.region || one === country)) {
    return { code: 'wrong_region', fields: { regions } };
  }
  return null;
}

/** R11.2: what the code does fit, and a product of the same family on that platform if there is one. */
function wrongProduct(plan: Plan, product: Product | null, { platform }: ModelFacts): Record<string, unknown> {
  const products = plan.products.map(({ id }) => id);
  const better = PRODUCTS.find(
    (one) => products.includes(one.id) && one.family === product?.family && one.platforms.includes(platform),
  );
  return better === undefined ? { products } : { products, switchTo: better.id };
}

export interface ModeAndParts {
  readonly mode: 'full' | 'limited' | 'off';
  readonly components: Readonly<Record<string, string>>;
}

export function everything(product: Product | null, how: 'on' | 'off'): ModeAndParts {
  const components = Object.fromEntries((product?.components ?? []).map((name) => [name, how]));
  return { mode: how === 'on' ? 'full' : 'off', components };
}

/** R8.1–R8.5: the first rule that matches; nothing for a trial, and for who has no rule. */
export function afterEnd({ plan }: ModelLicense, product: Product | null, facts: ModelFacts): ModeAndParts {
  const beta: ExpiryRule = { mode: 'limited', components: { updates: 'off' } };
  const rules = plan.kind === 'trial' ? [] : (plan.afterExpiry ?? (plan.kind === 'beta' ? [beta] : []));
  const os = facts.osVersion === null ? Number.NaN : Number(facts.osVersion);
  const rule = rules.find(
    ({ platform, osVersionBelow, osVersionFrom }) =>
      (platform === undefined || platform === facts.platform) &&
      (osVersionBelow === undefined || os < Number(osVersionBelow)) &&
      (osVersionFrom === undefined || os >= Number(osVersionFrom)),
  );
  if (rule?.mode !== 'limited') return everything(product, 'off');
  const named: Readonly<Record<string, string>> = rule.components ?? {};
  const components = Object.fromEntries((product?.components ?? []).map((name) => [name, named[name] ?? 'on']));
  return { mode: 'limited', components };
}
