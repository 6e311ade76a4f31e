import type { Instant } from '../instant.ts';
import type { License } from '../license.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { History } from '../slot.ts';
import { hasEnded } from '../term.ts';

/**
 * Whether a device with this history may have this trial (R5.1–R5.3).
 * @param inForce the license in force on the device
 */
export function checkTrial(license: License, history: History, inForce: License | null, now: Instant): Refusal | null {
  if (license.plan.kind !== 'trial') return null;
  if (history.paid) return refuse('trial_after_commercial');
  // The same trial after a release goes on while its term runs (R5.9).
  if (history.trial === null || history.trial === license.id) return null;
  const running = inForce?.id === history.trial && !hasEnded(inForce, now);
  return refuse(running ? 'trial_already_active' : 'trial_already_used');
}
