import { DEMO_PLANS } from './demo-catalog.ts';
import { DEMO_DAYS, type DemoOrder, demoOrders, FIRST_BATCH, LAST_BATCH } from './demo-orders.ts';

/** One call of the running service; `headers` beside the key. */
export type DemoCall = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<{ status: number; body: unknown }>;

/** How much is loaded; less of it in tests. */
export interface DemoExtent {
  /** Among them the first batch and the last. */
  readonly orders: readonly DemoOrder[];
  /** Days between sweeps. A real one comes every few minutes; the history reads well with far fewer. */
  readonly sweepDays: number;
}

interface Issued {
  readonly code: string;
  readonly licenseId: string;
}

interface Step {
  readonly day: number;
  /** What happens to one order happens in turn. */
  readonly order: number;
  run(): Promise<void>;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
/** What happens on a day happens within so many minutes, at another time than the day before. */
const MINUTES = 540;
/** Sweeps that persist what has become due in all that time. */
const MAX_SWEEPS = 20;

/**
 * Loads a few hundred licenses in all states, through the service's own calls and its clock. Once it is complete it
 * changes nothing; after an interruption it goes on where it began, with the same days and the same keys.
 * @returns how many licenses there are now, or null when it was complete already
 */
export async function loadDemo(
  call: DemoCall,
  tell: (line: string) => void,
  { orders, sweepDays }: DemoExtent = { orders: demoOrders(), sweepDays: 5 },
): Promise<number | null> {
  if ((await firstIssuedAt(call, LAST_BATCH)) !== null) return null;
  const { now } = await expectOk<{ now: string }>(call('GET', '/_local/clock'));
  const begins = (await firstIssuedAt(call, FIRST_BATCH)) ?? Date.parse(now) - DEMO_DAYS * DAY;
  try {
    for (const plan of DEMO_PLANS) {
      const known = await call('GET', `/v1/plans/${plan.id}`);
      if (known.status === 404) await expectOk(call('PUT', `/v1/plans/${plan.id}`, plan));
    }
    const days = Map.groupBy(stepsOf(call, orders), ({ day }) => day);
    for (let day = 0; day < DEMO_DAYS; day += 1) {
      if (!days.has(day) && day % sweepDays !== 0) continue;
      const now = new Date(begins + day * DAY + ((day * 37) % MINUTES) * MINUTE).toISOString();
      await expectOk(call('PUT', '/_local/clock', { now }));
      if (day % sweepDays === 0) await expectOk(call('POST', '/_local/sweep'));
      const chains = Map.groupBy(days.get(day) ?? [], ({ order }) => order);
      await Promise.all([...chains.values()].map(runInTurn));
      if (day % 86 === 85) tell(`${Math.round((100 * day) / DEMO_DAYS)} %`);
    }
  } finally {
    await call('PUT', '/_local/clock', { reset: true });
  }
  await sweepAll(call);
  return orders.reduce((sum, { quantity }) => sum + quantity, 0);
}

function stepsOf(call: DemoCall, orders: readonly DemoOrder[]): readonly Step[] {
  return orders.flatMap((order, number) => stepsOfOrder(call, order, number));
}

async function runInTurn(steps: readonly Step[]): Promise<void> {
  for (const step of steps) await step.run();
}

function stepsOfOrder(call: DemoCall, order: DemoOrder, number: number): readonly Step[] {
  const { day, activations, actions, ...request } = order;
  let issued: Issued | undefined;
  const issue = async () => {
    const headers = { 'idempotency-key': `demo-${number}` };
    const answer = await expectOk<{ codes: Issued[] }>(call('POST', '/v1/codes', request, headers));
    issued = answer.codes[0];
  };
  return [
    { day, order: number, run: issue },
    ...activations.map(({ day, product, device }) => ({
      day,
      order: number,
      // What the rules refuse by then, such as a blocked license, stays refused: that is how it was.
      run: async () => void (await call('POST', '/v1/activations', { code: issued?.code, product, device })),
    })),
    ...activations.flatMap(({ seenOn, product, device: { fingerprint } }) => {
      const run = async () =>
        void (await call('POST', '/v1/validations', { code: issued?.code, product, device: { fingerprint } }));
      return seenOn === null ? [] : [{ day: seenOn, order: number, run }];
    }),
    ...actions.map(({ day, action, ...body }, at) => ({
      day,
      order: number,
      run: async () => {
        const headers = { 'idempotency-key': `demo-${number}-${at}` };
        await call('POST', `/v1/licenses/${issued?.licenseId}/${action}`, body, headers);
      },
    })),
  ];
}

async function firstIssuedAt(call: DemoCall, batch: string): Promise<number | null> {
  const path = `/v1/licenses?batch=${batch}&limit=1`;
  const { items } = await expectOk<{ items: { issuedAt: string }[] }>(call('GET', path));
  return items[0] === undefined ? null : Date.parse(items[0].issuedAt);
}

async function sweepAll(call: DemoCall): Promise<void> {
  for (let n = 0; n < MAX_SWEEPS; n += 1) {
    const { examined } = await expectOk<{ examined: number }>(call('POST', '/_local/sweep'));
    if (examined === 0) return;
  }
}

async function expectOk<T>(answer: ReturnType<DemoCall>): Promise<T> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`the service refused: ${JSON.stringify(body)}`);
  return body as T;
}
