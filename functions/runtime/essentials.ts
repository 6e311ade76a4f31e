import { type Clock, systemClock } from './clock.ts';
import { readEnvironment } from './environment.ts';
import { createLog, type Log } from './log.ts';
import type { Secrets } from './secrets.ts';
import { openSecrets } from './secrets-loader.ts';

/** What a function needs that has nothing to do with the table. */
export interface Essentials {
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: () => Promise<Secrets>;
}

function openEssentials(): Essentials {
  const { secrets, logLevel } = readEnvironment(process.env, ['secrets', 'logLevel']);
  const log = createLog({ level: logLevel, now: systemClock });
  return { clock: systemClock, log, secrets: openSecrets(secrets, log) };
}

let current: Essentials | undefined;

/** The essentials of this process; opened from the environment when a function is loaded. */
export function currentEssentials(): Essentials {
  current ??= openEssentials();
  return current;
}

/** Gives this process essentials with their own clock. */
export function provideEssentials(essentials: Essentials): void {
  current = essentials;
}
