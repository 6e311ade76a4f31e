import type { Instant } from '../instant.ts';
import type { Product } from '../plan.ts';
import type { Refusal } from '../refusal.ts';
import type { Seat } from '../seat.ts';
import type { DeviceIdentity, Facts, Slot, Told } from '../slot.ts';
import type { Licenses, Products } from '../take-over.ts';
import type { Transition } from '../transition.ts';

/** What a replacement would cost (R6.7); a confirmation holds for exactly these terms. */
export interface ReplacementTerms {
  readonly device: string;
  readonly family: string;
  readonly slotVersion: number;
  readonly from: string;
  readonly to: string;
  /** Days that would be lost; null when the replaced license is perpetual. */
  readonly forfeitedDays: number | null;
}

/** A previous license as proved by its code (R7.1): its id, or why the code proves nothing. */
export type PreviousCode = { readonly license: string } | { readonly problem: 'malformed' | 'unknown' };

/** The seat that the owner asks to free (R4.3), with the slot of the device that holds it. */
export interface Releasable {
  readonly seat: Seat;
  readonly slot: Slot | null;
}

/** A request to activate, already read and translated (R3.1). */
export interface ActivationCommand {
  readonly license: string;
  readonly codeRotated: boolean;
  readonly product: Product;
  readonly facts: Facts;
  readonly deviceName: string | null;
  /** 128 fresh random bits for the activation, should one come to be. */
  readonly nonce: string;
  readonly replace: boolean;
  readonly confirmed: ReplacementTerms | null;
  readonly releaseSeat: boolean;
  readonly previous: PreviousCode | null;
  readonly acceptShorterTerm: boolean;
}

/** Everything that an activation may depend on, as it was read. */
export interface ActivationWorld {
  readonly now: Instant;
  readonly licenses: Licenses;
  readonly products: Products;
  readonly slot: Slot;
  /** The device as it shall be known from now on (R10.2). */
  readonly identity: DeviceIdentity;
  /** Names of its parts that are others than before (R10.2). */
  readonly changedComponents: readonly string[];
  /**
   * Other records that match the device: what they have had counts here as well (R5.8). The slot of `releasable`, where it
   * is one of them, is the same object.
   */
  readonly otherRecords: readonly Slot[];
  readonly releasable: Releasable | null;
}

/** What an activation comes to. A refusal may still change something: a seat released to be held (R4.4). */
export type ActivationOutcome =
  | {
      readonly refusal: Refusal;
      readonly transition: Transition | null;
      /** What a confirmation must cover, for `replacement_confirmation_required`. */
      readonly terms?: ReplacementTerms;
    }
  | ({
      readonly refusal: null;
      readonly transition: Transition;
      readonly slot: Slot;
      readonly role: 'active' | 'reserve';
      readonly nonce: string;
      readonly created: boolean;
    } & Told);
