/**
 * What still works after the end of a license (R8.1–R8.5). The rules are data of the plan; this file only reads them.
 */
import type { Kind } from './plan.ts';
import { meetsOsCondition, type OsVersionCondition } from './version.ts';

/** How much of a product works. */
export type Mode = 'full' | 'limited' | 'off';

/** R8.2: `frozen` works on with the data that it had on the last day. */
export type ComponentState = 'on' | 'off' | 'frozen';

/**
 * R8.3: one rule of `plan.afterExpiry`; a condition that is absent holds. `components` counts in mode `limited` only.
 */
export interface ExpiryRule extends OsVersionCondition {
  readonly platform?: string | undefined;
  readonly mode: 'limited' | 'off';
  readonly components?: Readonly<Record<string, ComponentState>> | undefined;
}

/** A mode, and the state of every component of the product in it. */
export interface ModeAnswer<M extends Mode = Mode> {
  readonly mode: M;
  readonly components: Readonly<Record<string, ComponentState>>;
}

/** What the mode after expiry depends on. */
export interface ExpiryFacts {
  readonly kind: Kind;
  /** The plan's rules in order; `undefined` when the plan has none. An empty list is a list: no rule matches. */
  readonly afterExpiry: readonly ExpiryRule[] | undefined;
  readonly productComponents: readonly string[];
  readonly platform: string;
  readonly osVersion: string | null;
}

const OFF: ExpiryRule = { mode: 'off' };

/** R8.5: what a beta does when its plan does not say. */
const BETA_DEFAULT: ExpiryRule = { mode: 'limited', components: { updates: 'off' } };

/**
 * R8.1–R8.5: mode and components once a license has ended. A trial stops whatever its plan says (R8.1). Otherwise the
 * first rule that matches wins and none matching is `off`; in `limited` a component that the rule does not name stays
 * `on`. A component that the rule names but the product does not have is left out.
 */
export function modeAfterExpiry(facts: ExpiryFacts): ModeAnswer<'limited' | 'off'> {
  const { mode, components = {} } = findRule(facts);
  const stateOf = (name: string): ComponentState =>
    mode === 'off' ? 'off' : Object.hasOwn(components, name) ? (components[name] ?? 'on') : 'on';
  return { mode, components: mapComponents(facts.productComponents, stateOf) };
}

/** The components of a product in mode `full`: all `on`. */
export function fullComponents(productComponents: readonly string[]): Record<string, ComponentState> {
  return mapComponents(productComponents, () => 'on');
}

/** The components of a product in mode `off`: all `off`. */
export function offComponents(productComponents: readonly string[]): Record<string, ComponentState> {
  return mapComponents(productComponents, () => 'off');
}

function findRule({ kind, afterExpiry, platform, osVersion }: ExpiryFacts): ExpiryRule {
  if (kind === 'trial') return OFF;
  const rules = afterExpiry ?? (kind === 'beta' ? [BETA_DEFAULT] : []);
  const matching = rules.find(
    (rule) => (rule.platform === undefined || rule.platform === platform) && meetsOsCondition(osVersion, rule),
  );
  return matching ?? OFF;
}

/** `fromEntries` defines own properties, so that no component name can reach a prototype. */
function mapComponents(
  names: readonly string[],
  stateOf: (name: string) => ComponentState,
): Record<string, ComponentState> {
  return Object.fromEntries(names.map((name) => [name, stateOf(name)]));
}
