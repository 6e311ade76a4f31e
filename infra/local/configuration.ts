import { IN_MEMORY } from './engine-programs.ts';

/** How the local service is set up (api.md section 3). */
export interface LocalConfiguration {
  readonly port: number;
  readonly adminKey: string;
  /** A directory, or `:memory:`. */
  readonly data: string;
  readonly keepsData: boolean;
  /** Seconds between sweeps; 0 sweeps only on demand. */
  readonly sweepSeconds: number;
}

const MAX_PORT = 65_535;
const MAX_SWEEP_SECONDS = 86_400;

/** Reads the environment of the local service. @throws Error naming what is wrong */
export function readLocalConfiguration(variables: Readonly<Record<string, string | undefined>>): LocalConfiguration {
  const data = variables.LATCHKEY_DATA || '.latchkey';
  return {
    port: readWhole(variables, 'PORT', 3000, MAX_PORT),
    adminKey: variables.LATCHKEY_ADMIN_KEY || 'local-admin-key',
    data,
    keepsData: data !== IN_MEMORY,
    sweepSeconds: readWhole(variables, 'LATCHKEY_SWEEP_SECONDS', 60, MAX_SWEEP_SECONDS),
  };
}

function readWhole(
  variables: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: number,
  largest: number,
): number {
  const text = variables[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw new Error(`${name} must be a whole number from 0 to ${largest}.`);
  }
  return value;
}
