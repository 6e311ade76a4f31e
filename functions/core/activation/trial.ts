import type { Instant } from '../instant.ts';
import type { License } from '../license.ts';
import { isPaid } from '../plan.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { History } from '../slot.ts';
import { hasEnded } from '../term.ts';

/**
 * Whether a device with this history may have this trial (R5.1–R5.3).
 * @param inForce the license in force on the device
 */
export function checkTrial(license: License, history: History, inForce: License | null, now: Instant): Refusal | null {
  if (license.plan.kind !== 'trial') return null;
  // What runs here counts also when support has forgiven the history.
  const running = inForce === null || inForce.id === license.id || hasEnded(inForce, now) ? null : inForce.plan.kind;
  if (history.paid || (running !== null && isPaid(running))) return refuse('trial_after_commercial');
  if (running === 'trial') return refuse('trial_already_active');
  // The same trial after a release goes on while its term runs (R5.9).
  return history.trial === null || history.trial === license.id ? null : refuse('trial_already_used');
}
