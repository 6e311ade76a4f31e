/** The plain model: every license, device and activation as one object, in arrays. */
import type { Kind, Plan } from '../../functions/core/plan.ts';
import { PRODUCTS } from './catalog.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const YEAR = 365 * DAY;

export interface ModelLicense {
  readonly id: string;
  code: string;
  readonly formerCodes: string[];
  readonly plan: Plan;
  readonly issuedAt: number;
  readonly activateBy: number | null;
  readonly promotion: boolean;
  notAfter: number | null;
  /** Lengths in milliseconds; null is without end. */
  term: number | null;
  maintenance: number | null;
  startedAt: number | null;
  /** First activation, or first time added as a reserve. */
  engagedAt: number | null;
  suspendedAt: number | null;
  blockedAt: number | null;
  revokedAt: number | null;
  readonly limits: Record<string, number | null>;
  /** What counts instead of the plan's; null keeps those. */
  regions: readonly string[] | null;
  /** Classes that are, or once were, larger than 500 seats. */
  readonly large: Set<string>;
  /** Instants of successful activations that were counted. */
  counted: number[];
  readonly ownerReleases: number[];
  renewedBy: ModelLicense | null;
}

export interface ModelActivation {
  id: string;
  seatId: string;
  readonly slot: ModelSlot;
  readonly license: ModelLicense;
  readonly seatClass: string;
  product: string;
  productVersion: string | null;
  platform: string;
  osVersion: string | null;
  region: string | null;
  readonly activatedAt: number;
  countedAt: number;
  seenAt: number;
  standing: 'active' | 'reserve' | 'former' | 'replaced' | 'released';
  /** When it left the device; null while it is there. */
  leftAt: number | null;
  /** Set once it is released: what a repeated deactivation answers. */
  seatFreeAt: number | null;
  /** Until when its seat stays occupied after the release. */
  heldUntil: number | null;
  promoted: ModelActivation | null;
  /** What the activation told beside the usual, and a repeat within a day tells again. */
  told: { forfeitedDays: number | null; warnings: string[] };
}

/** One device and family. */
export interface ModelSlot {
  readonly device: ModelDevice;
  readonly family: string;
  front: ModelLicense | null;
  reserve: ModelLicense | null;
  /** The end of the license in force, once it has passed while a reserve waits that may not take over. */
  dueSince: number | null;
  paid: boolean;
  /** Newest first. */
  paidLicenses: ModelLicense[];
  trial: ModelLicense | null;
  /** Newest first; only so many are remembered. */
  gone: ModelActivation[];
}

export interface ModelDevice {
  readonly name: string;
  readonly fingerprint: string;
  readonly platform: string;
  readonly osVersion: string | undefined;
}

export interface Shop {
  now: number;
  readonly licenses: ModelLicense[];
  readonly devices: readonly ModelDevice[];
  readonly slots: ModelSlot[];
  readonly activations: ModelActivation[];
}

export function slotOf(shop: Shop, device: ModelDevice, family: string): ModelSlot {
  const known = shop.slots.find((slot) => slot.device === device && slot.family === family);
  if (known !== undefined) return known;
  const parts = { front: null, reserve: null, dueSince: null, paid: false, paidLicenses: [], trial: null, gone: [] };
  const slot: ModelSlot = { device, family, ...parts };
  shop.slots.push(slot);
  return slot;
}

/** The activations of the license in force on a device, or of its reserve. */
export function standingIn(shop: Shop, slot: ModelSlot, standing: 'active' | 'reserve'): ModelActivation[] {
  return shop.activations.filter((one) => one.slot === slot && one.standing === standing);
}

/** Everyone who occupies a seat of a license: active, waiting, or held after a release. */
export function occupants(shop: Shop, license: ModelLicense, seatClass?: string): ModelActivation[] {
  return shop.activations.filter(
    (one) =>
      one.license === license &&
      (seatClass === undefined || one.seatClass === seatClass) &&
      (one.standing === 'active' || one.standing === 'reserve' || isHeld(shop, one)),
  );
}

export function isHeld(shop: Shop, { heldUntil }: ModelActivation): boolean {
  return heldUntil !== null && heldUntil > shop.now;
}

/** Frees the seat of an activation, or holds it until its last lease has ended. */
export function vacate(shop: Shop, one: ModelActivation, standing: ModelActivation['standing'], at = shop.now): void {
  const { hours, holdSeatUntilLeaseEnds } = one.license.plan.lease;
  one.heldUntil = holdSeatUntilLeaseEnds && standing !== 'former' ? at + hours * HOUR + 30_000 : null;
  one.seatFreeAt = one.heldUntil ?? at;
  one.standing = standing;
  one.leftAt = at;
  one.slot.gone = [one, ...one.slot.gone].slice(0, 8);
}

/** What a device has had once a license is in force on it. */
export function remember(slot: ModelSlot, license: ModelLicense): void {
  slot.front = license;
  if (license.plan.kind === 'trial') slot.trial = license;
  if (!isPaid(license.plan.kind)) return;
  slot.paid = true;
  slot.paidLicenses = [license, ...slot.paidLicenses.filter((one) => one !== license)].slice(0, 8);
}

export function isPaid(kind: Kind): boolean {
  return kind === 'commercial' || kind === 'subscription';
}

export function productOf(id: string | undefined) {
  return PRODUCTS.find((one) => one.id === id) ?? null;
}
