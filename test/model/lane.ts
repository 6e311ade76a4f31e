/** A service of its own for one history after the other: a table, a clock, and its handlers in this process. */
import { duePartition } from '../../functions/store/keys.ts';
import type { TestEngine } from '../support/engines.ts';
import { type Answered, type RequestParts, send } from '../support/http-event.ts';
import { openTestService } from '../support/test-service.ts';
import { PLANS, PRODUCTS } from './catalog.ts';

const HANDLERS = ['issue', 'activate', 'validate', 'deactivate', 'seats', 'licenses', 'operate'] as const;

export type HandlerName = (typeof HANDLERS)[number];

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Lane {
  setClock(now: number): void;
  call(handler: HandlerName, route: string, parts: RequestParts): Promise<Answer>;
  /** Lets the sweep handler work on the partitions of these licenses, as a queued sweep does. */
  sweep(licenses: readonly string[]): Promise<void>;
}

export async function openLane(engine: TestEngine): Promise<Lane> {
  const test = await openTestService(engine);
  const { catalog } = test.service.licenses;
  for (const product of PRODUCTS) await catalog.putProduct(product, 0);
  for (const plan of Object.values(PLANS)) await catalog.putPlan(plan, 0);
  // Loaded now, as the next lane's service takes the place of this one.
  const loaded = new Map<string, Awaited<ReturnType<typeof test.load>>>();
  for (const name of HANDLERS) loaded.set(name, await test.load(name));
  const { handler: sweepHandler } = await import('../../functions/sweep/handler.ts');
  const headers = { authorization: 'Bearer operator' };
  return {
    setClock: (now) => test.clock.freezeAt(now),
    call: async (handler, route, parts) => {
      const found = loaded.get(handler);
      if (found === undefined) throw new Error(`no handler ${handler}`);
      const { statusCode, json }: Answered = await send(found, route, { ...parts, headers });
      test.logged.length = 0;
      return { status: statusCode ?? 0, body: json };
    },
    sweep: async (licenses) => {
      const partitions = [...new Set(licenses.map(duePartition))];
      const event = { Records: [{ body: JSON.stringify({ partitions }) }] } as Parameters<typeof sweepHandler>[0];
      const context = { awsRequestId: 'sweep', getRemainingTimeInMillis: () => 60_000 } as Parameters<
        typeof sweepHandler
      >[1];
      const report = await sweepHandler(event, context);
      if (report.remaining > 0) throw new Error(`a sweep left ${report.remaining} undone: ${test.logged.join('\n')}`);
      test.logged.length = 0;
    },
  };
}
