/**
 * Recognizing a device (R10.2). Fingerprints and component values are HMACs here already (R10.5); names of components
 * are readable.
 */
import type { Instant } from './instant.ts';
import type { DeviceIdentity } from './slot.ts';

/** R10.2: a device has at most this many components. */
const MAX_COMPONENTS = 8;

/** Sums of decimal weights miss their threshold by rounding; a real miss is larger than this. */
const ROUNDING = 1e-9;

/** What a device sent, as the HMACs that stand for it (R10.5). */
export interface SeenDevice {
  readonly fingerprint?: string | undefined;
  readonly components?: Readonly<Record<string, string>> | undefined;
}

/** `plan.deviceMatch`, with the values that more than 4 devices share (R10.2). */
export interface MatchRules {
  /** 0–1: the least share of the known weight that must be equal. */
  readonly threshold: number;
  /** Weight by component name; a component that is not named weighs 1. */
  readonly weights: Readonly<Record<string, number>>;
  readonly common: ReadonlySet<string>;
}

/** How well a known device fits what was seen. */
export interface DeviceMatch {
  readonly matches: boolean;
  readonly byFingerprint: boolean;
  /** 0–1: the share of the known weight that is equal; 1 for an equal fingerprint. */
  readonly score: number;
  /**
   * Names of components whose value is another, missing or new, in alphabetical order; empty when no components were
   * sent.
   */
  readonly changedComponents: readonly string[];
}

/**
 * R10.2: an equal fingerprint matches at once. Otherwise the components decide: of the weight that is known and not
 * common, the equal part must reach the threshold; a known component that was not sent is different. A device of which
 * nothing counts never matches. `changedComponents` is told in any case; only on a match may it be learned.
 */
export function scoreDevice(known: DeviceIdentity, seen: SeenDevice, rules: MatchRules): DeviceMatch {
  const changedComponents = seen.components ? compareComponents(known.components, seen.components) : [];
  if (seen.fingerprint !== undefined && known.fingerprints.includes(seen.fingerprint)) {
    return { matches: true, byFingerprint: true, score: 1, changedComponents };
  }
  let knownWeight = 0;
  let equalWeight = 0;
  for (const [name, value] of Object.entries(known.components)) {
    if (rules.common.has(value)) continue;
    const weight = ownValue(rules.weights, name) ?? 1;
    knownWeight += weight;
    if (ownValue(seen.components, name) === value) equalWeight += weight;
  }
  const score = knownWeight > 0 ? equalWeight / knownWeight : 0;
  const matches = score > 0 && score >= rules.threshold - ROUNDING;
  return { matches, byFingerprint: false, score, changedComponents };
}

/**
 * R10.2: of the candidates that match, the one with the higher score, then an equal fingerprint before equal
 * components, then the later seen (`lastSeenAt`), then the first given. For trial history every match counts: do not
 * pick there (R5.8).
 */
export function pickDevice<C extends { readonly match: DeviceMatch; readonly lastSeenAt: Instant }>(
  candidates: readonly C[],
): C | undefined {
  return candidates
    .filter(({ match }) => match.matches)
    .toSorted(
      (left, right) =>
        right.match.score - left.match.score ||
        Number(right.match.byFingerprint) - Number(left.match.byFingerprint) ||
        right.lastSeenAt - left.lastSeenAt,
    )[0];
}

/**
 * R10.2: the components to record after a match. What was sent replaces what was known; a part that was not sent is
 * kept, as an unplugged one comes back, as long as there is room for it.
 */
export function learnComponents(
  known: Readonly<Record<string, string>>,
  seen: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = Object.entries(known).filter(([name]) => !Object.hasOwn(seen, name));
  return Object.fromEntries([...Object.entries(seen), ...kept].slice(0, MAX_COMPONENTS));
}

function compareComponents(
  known: Readonly<Record<string, string>>,
  seen: Readonly<Record<string, string>>,
): readonly string[] {
  const names = new Set([...Object.keys(known), ...Object.keys(seen)]);
  return [...names].filter((name) => ownValue(known, name) !== ownValue(seen, name)).toSorted();
}

/** Names come from the client: `constructor` must not find what every object inherits. */
function ownValue<V>(record: Readonly<Record<string, V>> | undefined, name: string): V | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
