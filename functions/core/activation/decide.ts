import { Draft } from '../draft.ts';
import { checkFit } from '../fit.ts';
import { joinHistories, remember, rememberInForce } from '../history.ts';
import type { License } from '../license.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { persistTakeOver } from '../reserve-wait.ts';
import type { Slot, Told } from '../slot.ts';
import { settleSlot } from '../take-over.ts';
import { checkDates, checkFlags, isRunning } from './admission.ts';
import { fund, newActivation, settleIn, takeIn } from './apply.ts';
import type { ActivationCommand, ActivationOutcome, ActivationWorld } from './command.ts';
import { checkSubscription, place } from './placement.ts';
import { fundRenewal } from './renewal.ts';
import { type Existing, findExisting, NOTHING_TOLD, rememberTold, repeat } from './repeat.ts';
import { takeSeatFor } from './seat-step.ts';
import { checkTrial } from './trial.ts';

/**
 * Decides an activation: every rule of R3 to R7, refusals in the order of docs/rules.md section 15.
 * @returns the refusal, or the finished change and what the code became on this device
 */
export function decideActivation(world: ActivationWorld, command: ActivationCommand): ActivationOutcome {
  const draft = new Draft(world.now, world.licenses);
  const standing = settleSlot(world.slot, world.licenses, world.products, world.now);
  persistTakeOver(draft, world.slot, standing);
  const slot: Slot = { ...standing.slot, identity: world.identity };
  const { changedComponents } = world;
  const existing = findExisting(slot, command.license, command.product.seatClass);
  const refusal = checkCode(draft, world, slot, existing, command);
  if (refusal !== null) return { refusal, transition: null };
  if (existing !== null && !movesUp(draft, slot, existing, command)) {
    const { role, activation } = existing;
    const { seatClass, nonce } = activation;
    const repeated = repeat(draft, slot, existing, command);
    const before = findExisting(repeated, command.license, seatClass)?.activation.told ?? NOTHING_TOLD;
    // Parts that have just been learned are not found changed a second time, by whoever lost this answer (R3.6).
    const learned = world.identity !== world.slot.identity;
    const changed = learned ? changedComponents : [...new Set([...before.changedComponents, ...changedComponents])];
    const told = { ...before, changedComponents: changed };
    const after = learned ? rememberTold(repeated, role, seatClass, told) : repeated;
    return activated(draft, world, after, { role, nonce, ...told });
  }
  return activateAnew(draft, world, slot, existing, command);
}

/** Whether the code is good for this device at all (R9, R11). */
function checkCode(
  draft: Draft,
  world: ActivationWorld,
  slot: Slot,
  existing: Existing | null,
  command: ActivationCommand,
): Refusal | null {
  const license = draft.license(command.license);
  const present = [slot.inForce, slot.reserve].some((holding) => holding?.license === license.id);
  if (command.codeRotated && !present) return refuse('code_rotated');
  const { product, facts } = command;
  return (
    checkFlags(license, existing !== null, draft.now) ?? checkFit(license, product, facts, [...world.products.values()])
  );
}

/** Whether a reserve that is activated again comes into force now (R6.0, R6.6, R6.7); an unfit one is only repeated. */
function movesUp(draft: Draft, slot: Slot, existing: Existing, command: ActivationCommand): boolean {
  if (existing.role === 'active' || !isRunning(draft.license(command.license), draft.now)) return false;
  if (slot.inForce === null || command.replace) return true;
  return !isRunning(draft.license(slot.inForce.license), draft.now);
}

function activateAnew(
  draft: Draft,
  world: ActivationWorld,
  found: Slot,
  existing: Existing | null,
  command: ActivationCommand,
): ActivationOutcome {
  const { license: id, replace, confirmed } = command;
  const license = draft.license(id);
  // What other records of the device know stays with it, also when they match no longer (R5.8).
  const inForce = found.inForce === null ? null : draft.license(found.inForce.license);
  const own = inForce === null ? found.history : rememberInForce(found.history, inForce);
  const others = world.otherRecords;
  const history = joinHistories(
    own,
    others.map((other) => other.history),
  );
  const slot = { ...found, history };
  const scene = { now: draft.now, slot, licenses: draft.settled, license, replace, confirmed };
  const refusal =
    checkDates(license, draft.now) ?? checkTrial(license, history, inForce, draft.now) ?? checkSubscription(scene);
  if (refusal !== null) return { refusal, transition: null };
  const funding = fundRenewal(license, history, draft.settled, command);
  if (isRefusal(funding)) return { refusal: funding, transition: null };
  fund(draft, id, funding);
  // A shorter term that its order has started may be over already.
  const over = checkDates(draft.license(id), draft.now);
  if (over !== null) return { refusal: over, transition: null };
  const placement = place({ ...scene, license: draft.license(id) });
  if (isRefusal(placement)) {
    const { terms, ...unplaced } = placement;
    return { refusal: unplaced, transition: null, ...(terms && { terms }) };
  }
  const { role, forfeitedDays } = placement;
  const { changedComponents } = world;
  const { seatClass } = command.product;
  if (existing !== null) {
    const { slot: moved, warnings } = settleIn(draft, slot, id, placement, null);
    // It is a repeat all the same: after a day it counts, and what the device now is, is stored (R3.2).
    const present = findExisting(moved, id, seatClass);
    const after = present === null ? moved : repeat(draft, moved, present, command);
    const told = { forfeitedDays, warnings, changedComponents };
    const { nonce } = existing.activation;
    return activated(draft, world, rememberTold(after, role, seatClass, told), { role, nonce, ...told });
  }
  const seated = takeSeatFor(draft, world, slot, command);
  if ('refusal' in seated) return seated;
  const activation = newActivation(command, draft.now, seated.shard);
  takeIn(draft, slot, id, role, activation);
  // Every record of the device learns of a trial, so that of two at once, one on each record, one wins (R5.3).
  if (license.plan.kind === 'trial') {
    for (const other of others) draft.changeSlot(other, withHistory(draft.slot(other), license));
  }
  const { slot: after, warnings } = settleIn(draft, slot, id, placement, activation);
  const told = { forfeitedDays, warnings, changedComponents };
  const answer = { role, nonce: activation.nonce, created: true, ...told };
  return activated(draft, world, rememberTold(after, role, seatClass, told), answer);
}

function withHistory(slot: Slot, license: License): Slot {
  return { ...slot, history: remember(slot.history, license) };
}

interface Answer extends Told {
  readonly role: 'active' | 'reserve';
  readonly nonce: string;
  readonly created?: boolean;
}

function activated(draft: Draft, world: ActivationWorld, slot: Slot, answer: Answer): ActivationOutcome {
  const after = sameSlot(slot, world.slot) ? world.slot : slot;
  draft.changeSlot(world.slot, after);
  return { refusal: null, transition: draft.close(), slot: after, created: false, ...answer };
}

function sameSlot(a: Slot, b: Slot): boolean {
  return (Object.keys(a) as (keyof Slot)[]).every((name) => a[name] === b[name]);
}
