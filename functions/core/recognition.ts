import { type DeviceMatch, learnComponents, pickDevice, type SeenDevice, scoreDevice } from './device-match.ts';
import { DAY } from './instant.ts';
import type { Plan } from './plan.ts';
import type { DeviceIdentity, Slot } from './slot.ts';

/** How many fingerprints a device is remembered by, beside the first. */
const MAX_FINGERPRINTS = 4;

/**
 * What came of looking for a device among the slots that it may have (R10.1, R10.2). Whatever operating system runs on it
 * now, the same hardware is the same device (R10.3).
 */
export interface Recognition {
  readonly slot: Slot;
  readonly match: DeviceMatch;
}

/** How a slot's device is known: its id is the HMAC of its first fingerprint, so that this one is stored nowhere else. */
export function knownIdentity({ device, identity }: Slot): DeviceIdentity {
  return { ...identity, fingerprints: [device, ...identity.fingerprints] };
}

/**
 * Whether common values may decide (R10.2): the device is not known by its fingerprint, and a part differs. Where all parts
 * are equal it is the same device, also one whose every part is common.
 */
export function dependsOnCommon(slot: Slot, { fingerprint, components }: SeenDevice): boolean {
  if (components === undefined) return false;
  if (fingerprint !== undefined && knownIdentity(slot).fingerprints.includes(fingerprint)) return false;
  return Object.entries(slot.identity.components).some(
    ([name, value]) => !(Object.hasOwn(components, name) && components[name] === value),
  );
}

/** Whether what was seen is the device of a slot, by the plan's weights (R10.2). */
export function matchDevice(
  slot: Slot,
  seen: SeenDevice,
  plan: Plan,
  common: ReadonlySet<string> = new Set(),
): DeviceMatch {
  const { threshold, weights } = plan.deviceMatch;
  return scoreDevice(knownIdentity(slot), seen, { threshold, weights, common });
}

/**
 * Finds the device among candidates (R10.2), and every other record that matches too: for the history any match counts
 * (R5.8).
 */
export function recognize(
  candidates: readonly Slot[],
  seen: SeenDevice,
  plan: Plan,
  common: ReadonlySet<string>,
): { readonly best: Recognition | null; readonly others: readonly Slot[] } {
  const matches = candidates.map((slot) => ({
    slot,
    match: matchDevice(slot, seen, plan, common),
    lastSeenAt: lastSeen(slot),
  }));
  const best = pickDevice(matches) ?? null;
  const others = matches.filter((one) => one !== best && one.match.matches).map(({ slot }) => slot);
  return { best, others };
}

function lastSeen(slot: Slot): number {
  const holdings = [slot.inForce, slot.reserve].flatMap((holding) => Object.values(holding?.activations ?? {}));
  const departed = slot.departed.map(({ at }) => at);
  return Math.max(0, ...holdings.map(({ seenOn }) => seenOn * DAY), ...departed);
}

/** The device as it shall be known after a match: with what was seen now (R10.2); the same object when nothing is new. */
export function learn(slot: Slot, seen: SeenDevice): DeviceIdentity {
  const { fingerprints, components } = slot.identity;
  const known = seen.fingerprint === undefined || [slot.device, ...fingerprints].includes(seen.fingerprint);
  const learned = {
    fingerprints: known ? fingerprints : [seen.fingerprint, ...fingerprints].slice(0, MAX_FINGERPRINTS),
    components: seen.components === undefined ? components : learnComponents(components, seen.components),
  };
  return sameIdentity(learned, slot.identity) ? slot.identity : learned;
}

function sameParts(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** Whether anything about a device's identity has changed. */
export function sameIdentity(a: DeviceIdentity, b: DeviceIdentity): boolean {
  return sameParts(a.components, b.components) && a.fingerprints.join() === b.fingerprints.join();
}
