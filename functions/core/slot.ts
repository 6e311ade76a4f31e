import type { Instant } from './instant.ts';

/** What a client said of itself when it activated; validations fall back on it (R8.3). */
export interface Facts {
  readonly product: string;
  readonly productVersion: string | null;
  readonly platform: string;
  readonly osVersion: string | null;
  readonly region: string | null;
}

/** One license on one device for one seat class; it holds one seat. */
export interface Activation extends Facts {
  /** 128 random bits, the part of the activation id that tells activations of one device apart. */
  readonly nonce: string;
  readonly seatClass: string;
  readonly deviceName: string | null;
  readonly activatedAt: Instant;
  /** The last time it was counted (R3.2, R3.3). */
  readonly countedAt: Instant;
  /** Number of the UTC day of the last validation. */
  readonly seenOn: number;
  /** Which counter of a large class holds its seat (R4.6). */
  readonly shard: number;
  /** What the last answer told beside the usual; a repeat soon after tells it again (R3.6). */
  readonly told?: Told;
}

/** What a new license in force has cost on this device (R5.5, R6.7), and what of the device was new (R10.2). */
export interface Told {
  /** Days that were lost; null when they were without end. */
  readonly forfeitedDays: number | null;
  readonly warnings: readonly string[];
  readonly changedComponents: readonly string[];
}

/** A license on this device, with its activations by seat class. */
export interface Holding {
  readonly license: string;
  readonly since: Instant;
  readonly activations: Readonly<Record<string, Activation>>;
}

/** Who follows an activation of a seat class when its holding comes into force: one of that class, or else any. */
export function successorIn({ activations }: Holding, seatClass: string): Activation | null {
  return activations[seatClass] ?? Object.values(activations)[0] ?? null;
}

/** An activation that is no longer in force on this device, and how that came. */
export interface Departed {
  readonly nonce: string;
  readonly license: string;
  readonly seatClass: string;
  readonly how: 'took_over' | 'replaced' | 'released';
  readonly at: Instant;
  readonly seatFreeAt: Instant;
  readonly shard: number;
  /** The activation that came into force with this: promoted by a release (R6.6), or by the take-over (R6.3). */
  readonly promoted: string | null;
}

/** How a device is known (R10.1): HMACs of fingerprints and of component values by name. */
export interface DeviceIdentity {
  readonly fingerprints: readonly string[];
  readonly components: Readonly<Record<string, string>>;
}

/** What a device has had of a family; never resets by itself (R5). */
export interface History {
  /** A commercial license or subscription was ever in force (R5.2). */
  readonly paid: boolean;
  /** Paid licenses that were in force, newest first (R7.3). */
  readonly paidLicenses: readonly string[];
  /** The trial that was ever in force (R5.3). */
  readonly trial: string | null;
}

/** Per (device, family): the license in force, at most one reserve, and the history (docs/rules.md section 0). */
export interface Slot {
  readonly device: string;
  readonly family: string;
  readonly inForce: Holding | null;
  readonly reserve: Holding | null;
  readonly departed: readonly Departed[];
  readonly history: History;
  readonly identity: DeviceIdentity;
  readonly version: number;
}

/** How many departed activations and paid licenses a slot remembers. */
export const REMEMBERED = 8;

/** The slot of a device that has never had a license of the family. */
export function emptySlot(device: string, family: string, identity: DeviceIdentity): Slot {
  return {
    device,
    family,
    inForce: null,
    reserve: null,
    departed: [],
    history: { paid: false, paidLicenses: [], trial: null },
    identity,
    version: 0,
  };
}

/** The activation with this nonce in a holding. */
export function findActivation(holding: Holding | null, nonce: string): Activation | null {
  if (holding === null) return null;
  return Object.values(holding.activations).find((activation) => activation.nonce === nonce) ?? null;
}

/** An activation that a device has, and where in its slot. */
export interface Held {
  readonly place: 'inForce' | 'reserve';
  readonly holding: Holding;
  readonly activation: Activation;
}

/** The activation with this nonce in a slot. */
export function findHeld(slot: Slot, nonce: string): Held | null {
  for (const place of ['inForce', 'reserve'] as const) {
    const holding = slot[place];
    const activation = findActivation(holding, nonce);
    if (holding !== null && activation !== null) return { place, holding, activation };
  }
  return null;
}

/** The holding without one activation; null when it was the last. */
export function withoutActivation(holding: Holding, seatClass: string): Holding | null {
  const { [seatClass]: _gone, ...activations } = holding.activations;
  return Object.keys(activations).length === 0 ? null : { ...holding, activations };
}

/** The slot's memory of departed activations with some more, the newest first. */
export function depart(slot: Slot, ...departed: readonly Departed[]): readonly Departed[] {
  return [...departed, ...slot.departed].slice(0, REMEMBERED);
}
