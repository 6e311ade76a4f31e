import * as v from 'valibot';
import { SECOND } from '../../functions/core/instant.ts';
import { refuse } from '../../functions/core/refusal.ts';
import { createHttpHandler, type HttpHandler } from '../../functions/http/endpoint.ts';
import { formatInstant } from '../../functions/http/instant.ts';
import { route } from '../../functions/http/route.ts';
import { closed } from '../../functions/http/schemas/closed.ts';
import { instant } from '../../functions/http/schemas/instant.ts';
import type { AdjustableClock } from '../../functions/runtime/clock.ts';
import type { Service } from '../../functions/service.ts';
import type { RouteEntry } from '../routes.ts';
import type { Outbox } from './outbox.ts';

/** The routes of the local service alone; no deployed function has them (api.md section 3). */
export const LOCAL_ROUTES: readonly RouteEntry[] = [
  { method: 'GET', path: '/_local/clock', function: '_local' },
  { method: 'PUT', path: '/_local/clock', function: '_local' },
  { method: 'POST', path: '/_local/sweep', function: '_local' },
  { method: 'GET', path: '/_local/outbox', function: '_local' },
];

const OUT_OF_RANGE = 'Must lead to an instant from 1970 to 9999.';
const LAST_INSTANT = Date.UTC(9999, 11, 31);

/** Whether an instant can be written as RFC 3339 and stored in keys. */
function isWritable(at: number): boolean {
  return at >= 0 && at <= LAST_INSTANT;
}

const clockChange = v.union([
  closed({ now: instant }),
  closed({ advanceSeconds: v.pipe(v.number(), v.finite()) }),
  closed({ reset: v.literal(true) }),
]);

/** What the local routes do. */
export interface LocalControls {
  readonly clock: AdjustableClock;
  readonly outbox: Outbox;
  readonly sweep: () => Promise<unknown>;
  /** Lets everything leave that waits: events, mails. */
  readonly flush: () => Promise<void>;
}

/** The handler of the local routes. */
export function createLocalHandler(service: Service, controls: LocalControls): HttpHandler {
  const { clock, outbox, sweep, flush } = controls;
  const tellTime = () => ({ status: 200, body: { now: formatInstant(clock.now()) } });
  return createHttpHandler(service, {
    'GET /_local/clock': route({}, tellTime),
    'PUT /_local/clock': route({ body: clockChange }, ({ body }) => {
      if ('now' in body) clock.freezeAt(body.now);
      else if ('reset' in body) clock.reset();
      else if (isWritable(clock.now() + body.advanceSeconds * SECOND)) clock.advance(body.advanceSeconds);
      else return refuse('request_invalid', { errors: [{ pointer: '/advanceSeconds', detail: OUT_OF_RANGE }] });
      return tellTime();
    }),
    'POST /_local/sweep': route({}, async () => ({ status: 200, body: await sweep() })),
    'GET /_local/outbox': route({}, async () => {
      await flush();
      return { status: 200, body: outbox.list() };
    }),
  });
}
