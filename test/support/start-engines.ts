import type { TestProject } from 'vitest/node';
import { type Engine, EngineUnavailable, startEngine } from '../../infra/local/engine.ts';
import { ENGINE_NAMES, type EngineName } from '../../infra/local/engine-programs.ts';

/** Where each engine of this run answers; `null` for one that this machine cannot run. */
export type EngineEndpoints = Record<EngineName, string | null>;

declare module 'vitest' {
  interface ProvidedContext {
    engines: EngineEndpoints;
  }
}

/**
 * Vitest global setup: one engine of each kind for the whole run, in memory. Tests keep apart by tables of their own.
 * Locally an engine that cannot run is left out aloud, and `TEST_ENGINES=dynoxide` leaves the other out on purpose;
 * in continuous integration every engine is required.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const required = process.env.CI === 'true';
  const wanted = required ? undefined : process.env.TEST_ENGINES?.split(',');
  const running: Engine[] = [];
  const stopAll = async (): Promise<void> => {
    await Promise.all(running.map((engine) => engine.stop()));
  };

  const endpoints: EngineEndpoints = { dynoxide: null, 'dynamodb-local': null };
  const outcomes = await Promise.allSettled(
    ENGINE_NAMES.map(async (name) => {
      if (wanted?.includes(name) === false) throw new EngineUnavailable('TEST_ENGINES leaves it out.');
      const engine = await startEngine({ dataDirectory: ':memory:', prefer: name });
      running.push(engine);
      endpoints[name] = engine.endpoint;
    }),
  );
  for (const [position, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') continue;
    if (required || !(outcome.reason instanceof EngineUnavailable)) {
      await stopAll();
      throw outcome.reason;
    }
    console.warn(`\nSKIPPED ENGINE: nothing is tested on ${ENGINE_NAMES[position]}. ${outcome.reason.message}\n`);
  }
  if (running.length === 0)
    throw new EngineUnavailable('No DynamoDB engine runs here, so nothing can be tested on one.');
  project.provide('engines', endpoints);
  return stopAll;
}
