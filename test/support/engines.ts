import { describe, inject } from 'vitest';
import { ENGINE_NAMES, type EngineName } from '../../infra/local/engine-programs.ts';
// The type of what the global setup provides.
import type {} from './start-engines.ts';

/** An engine that runs for the whole test run and is shared: use tables with names of your own. */
export interface TestEngine {
  readonly name: EngineName;
  /** Base URL for the DynamoDB client; any region and credentials do. */
  readonly endpoint: string;
}

/** Declares the same suite once an engine; on an engine that this machine cannot run it counts as skipped. */
export function describeOnEngines(suite: string, declare: (engine: TestEngine) => void): void {
  const endpoints = inject('engines');
  for (const name of ENGINE_NAMES) {
    const endpoint = endpoints[name];
    describe.skipIf(endpoint === null)(`${suite} on ${name}`, () => {
      declare({ name, endpoint: endpoint ?? '' });
    });
  }
}

/** The first engine that runs here, for what need not be proved on each. */
export function anyEngine(): TestEngine {
  const endpoints = inject('engines');
  for (const name of ENGINE_NAMES) {
    const endpoint = endpoints[name];
    if (endpoint !== null) return { name, endpoint };
  }
  throw new Error('the global setup lets no run start without an engine');
}
