import type { ReplacementTerms } from '../../functions/core/activation/command.ts';
import { decideActivation } from '../../functions/core/activation/decide.ts';
import { decideDeactivation, decideRelease } from '../../functions/core/deactivation.ts';
import { SECOND } from '../../functions/core/instant.ts';
import { leaseClaims } from '../../functions/core/lease.ts';
import type { License } from '../../functions/core/license.ts';
import { seatOf } from '../../functions/core/seat.ts';
import { emptySlot, type Slot } from '../../functions/core/slot.ts';
import type { Transition } from '../../functions/core/transition.ts';
import { decideValidation } from '../../functions/core/validation.ts';
import { LEASE_HOURS, PRODUCT, START } from './lease-license.ts';

interface KeptLease {
  license: string;
  device: string;
  exp: number;
}

/** A service in memory that decides by the rules of core, and devices that keep every lease they were ever given. */
export class World {
  now = START;
  readonly leases: KeptLease[] = [];
  private readonly licenses: Map<string, License>;
  private readonly slots = new Map<string, Slot>();
  private readonly products = new Map([[PRODUCT.id, PRODUCT]]);
  private nonces = 0;

  constructor(licenses: readonly License[]) {
    this.licenses = new Map(licenses.map((license) => [license.id, license]));
  }

  private slot(device: string): Slot {
    return this.slots.get(device) ?? emptySlot(device, 'office', { fingerprints: [], components: {} });
  }

  private scene() {
    return { now: this.now, licenses: new Map(this.licenses), products: this.products };
  }

  private commit(transition: Transition | null): void {
    for (const { after } of transition?.licenses ?? [])
      this.licenses.set(after.id, { ...after, version: after.version + 1 });
    for (const { after } of transition?.slots ?? [])
      this.slots.set(after.device, { ...after, version: after.version + 1 });
  }

  activate(device: string, license: string, releaseFrom: string | null): void {
    let confirmed: ReplacementTerms | null = null;
    for (const _try of ['first', 'confirmed']) {
      const slot = this.slot(device);
      const other = releaseFrom === null ? null : this.slot(releaseFrom);
      const activation = other?.inForce?.activations.desktop;
      const seat =
        other?.inForce && activation && seatOf({ ...other, license: other.inForce.license }, activation, 'active');
      this.nonces += 1;
      const outcome = decideActivation(
        {
          ...this.scene(),
          slot,
          identity: slot.identity,
          changedComponents: [],
          otherRecords: [],
          releasable: seat && seat.license === license ? { seat, slot: other } : null,
        },
        {
          license,
          codeRotated: false,
          product: PRODUCT,
          facts: { product: 'pc', productVersion: null, platform: 'windows', osVersion: null, region: null },
          deviceName: null,
          nonce: `nonce-${this.nonces}`,
          replace: true,
          confirmed,
          releaseSeat: seat !== undefined && seat !== null,
          previous: null,
          acceptShorterTerm: false,
        },
      );
      this.commit(outcome.transition);
      const terms = outcome.refusal === null ? undefined : outcome.terms;
      if (terms === undefined) break;
      confirmed = terms;
    }
    this.validate(device, license);
  }

  /** Keeps the lease, if there is one: it may be replayed at any time. */
  validate(device: string, license: string): void {
    const question = { license, nonce: null, product: 'pc', deviceMatches: true, facts: {}, contentDate: null };
    const validation = decideValidation({ ...this.scene(), slot: this.slot(device) }, question);
    this.commit(validation.transition);
    const { mode, license: inForce, activation, worseAt } = validation;
    if (mode.mode === 'off' || inForce === null || activation === null) return;
    const { exp } = leaseClaims({
      issuer: '',
      license: inForce.id,
      product: 'pc',
      activation: activation.nonce,
      device,
      kind: 'commercial',
      mode: mode.mode,
      components: {},
      plan: 'p',
      expiresAt: null,
      graceUntil: null,
      contentUntil: null,
      entitlements: [],
      now: this.now,
      hours: LEASE_HOURS,
      refreshHours: 12,
      worseAt,
      nonce: null,
      sequence: 0,
    });
    this.leases.push({ license: inForce.id, device, exp });
  }

  release(device: string, by: 'device' | 'operator'): void {
    const slot = this.slot(device);
    const { inForce } = slot;
    const activation = inForce?.activations.desktop;
    if (inForce === null || activation === undefined) return;
    const world = { ...this.scene(), slot };
    if (by === 'device') {
      this.commit(decideDeactivation(world, { license: inForce.license, nonce: activation.nonce }).transition);
      return;
    }
    const released = decideRelease(world, seatOf({ ...slot, license: inForce.license }, activation, 'active'), by);
    if ('transition' in released) this.commit(released.transition);
  }

  /** Devices on which a kept lease of a license is valid now. */
  running(license: string): number {
    const valid = this.leases.filter((lease) => lease.license === license && lease.exp * SECOND > this.now);
    return new Set(valid.map(({ device }) => device)).size;
  }
}
