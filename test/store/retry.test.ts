import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../functions/runtime/unavailable.ts';
import { REQUEST_TIMEOUT, TRIES } from '../../functions/store/client.ts';
import { MAX_PAUSE, RETRY_BUDGET, Stale, withRetries } from '../../functions/store/retry.ts';
import { FUNCTIONS } from '../../infra/functions.ts';
import { ROUTES } from '../../infra/routes.ts';

/** API Gateway's limit of an integration, in milliseconds, and what a function keeps back for its answer. */
const GATEWAY_LIMIT = 29_000;
const KEPT_BACK = 200;

/** What one call costs that the SDK gives up: each of its requests has timed out. */
const DEAD_CALL = TRIES * REQUEST_TIMEOUT;

/** Time that passes only when something takes some. */
class StubTime {
  elapsed = 0;
  now = () => this.elapsed;
  pause = async (milliseconds: number) => {
    this.elapsed += milliseconds;
  };
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

/** Tries until the end of patience; each try takes so long and fails. */
async function failFor(takes: number, fault: () => Error): Promise<{ fault: unknown; elapsed: number; tries: number }> {
  const time = new StubTime();
  let tries = 0;
  const outcome = withRetries<never>(async () => {
    tries += 1;
    time.elapsed += takes;
    throw fault();
  }, time);
  return { fault: await outcome.catch((error: unknown) => error), elapsed: time.elapsed, tries };
}

describe('retries', () => {
  it.each([
    { trouble: 'a table that throttles at once', takes: 5, fault: () => named('ThrottlingException') },
    { trouble: 'a table that is slow to say no', takes: 900, fault: () => new Stale('raced') },
    { trouble: 'a table that does not answer', takes: DEAD_CALL, fault: () => named('TimeoutError') },
  ])('end within the budget and one try: $trouble', async ({ takes, fault }) => {
    const ended = await failFor(takes, fault);
    expect(ended.fault).toBeInstanceOf(Unavailable);
    expect(ended.elapsed).toBeLessThanOrEqual(RETRY_BUDGET + takes);
    expect(ended.tries).toBeGreaterThan(1);
  });

  it('do not pause past the budget', async () => {
    const { elapsed } = await failFor(0, () => named('ThrottlingException'));
    expect(elapsed).toBeLessThan(RETRY_BUDGET);
    expect(elapsed).toBeGreaterThan(RETRY_BUDGET - 2 * MAX_PAUSE);
  });

  it('do not hide a fault that stays', async () => {
    const { fault, tries } = await failFor(1, () => named('ValidationException'));
    expect([(fault as Error).name, tries]).toEqual(['ValidationException', 1]);
  });

  it('read strongly from the second try on (R2.8)', async () => {
    const strong: boolean[] = [];
    await withRetries(async (again) => {
      strong.push(again);
      if (strong.length < 3) throw new Stale('raced');
    }, new StubTime());
    expect(strong).toEqual([false, true, true]);
  });

  it.each([...new Set(ROUTES.map((route) => route.function))])('%s has an answer before anybody stops it', (name) => {
    const limit = (FUNCTIONS[name]?.timeout ?? 0) * 1000;
    expect(limit).toBeLessThan(GATEWAY_LIMIT);
    // The worst that retries do: a last try that begins when the budget is nearly spent and meets a dead table.
    expect(RETRY_BUDGET + DEAD_CALL).toBeLessThan(limit - KEPT_BACK);
  });
});
