import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Instant } from '../core/instant.ts';
import { isRefusal, type Refusal, type RefusalCode, refuse } from '../core/refusal.ts';
import { describeFault, type Log } from '../runtime/log.ts';
import { type Authenticate, admit } from './admission.ts';
import { type HttpAnswer, writeAnswer } from './answer.ts';
import { answerProblem, refuseFault } from './problem.ts';
import { nameMissing } from './refusal-detail.ts';
import type { HttpRequest, Route, RouteKey } from './route.ts';

/** What every HTTP function needs from outside. */
export interface HttpDependencies {
  readonly clock: () => Instant;
  /** Needed by functions with routes that ask for a key. */
  readonly authenticate?: Authenticate;
  readonly log: Log;
}

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** What a request is from its arrival to its answer. */
interface Exchange extends Context {
  startedAt: number;
  admitted: { readonly route: Route; readonly request: HttpRequest } | Refusal;
  refusal?: RefusalCode;
  logged?: HttpAnswer['logged'];
}

type Outcome = HttpAnswer | Refusal;

interface Passage {
  readonly event: APIGatewayProxyEventV2;
  readonly context: Exchange;
  response: unknown;
  readonly error: unknown;
}

/** Time that is kept back to answer 503 in good order before Lambda ends a function. */
const LAST_MILLISECONDS = 200;

/**
 * Makes the handler of a function from its routes; `event.routeKey` selects. Every answer, also to a fault, comes from
 * here: the admission, the form of answers, problem+json, the line in the log.
 */
export function createHttpHandler(deps: HttpDependencies, routes: Partial<Record<RouteKey, Route>>): HttpHandler {
  const handler = middy(respond, { timeoutEarlyInMillis: LAST_MILLISECONDS })
    // `before` runs in this order, `after` and `onError` in the reverse: the log line sees the finished answer.
    .use(recordRequest(deps.log))
    .use(writeOutcome(deps.log))
    .use(admitRequest(deps, routes));
  return handler as unknown as HttpHandler;
}

async function respond(_event: APIGatewayProxyEventV2, { admitted }: Exchange): Promise<Outcome> {
  if (isRefusal(admitted)) return admitted;
  return admitted.route.respond(admitted.request);
}

function admitRequest({ clock, authenticate }: HttpDependencies, routes: Partial<Record<RouteKey, Route>>) {
  return {
    before: async ({ event, context }: Passage): Promise<void> => {
      const selected = Object.hasOwn(routes, event.routeKey) ? routes[event.routeKey as RouteKey] : undefined;
      if (selected === undefined) {
        context.admitted = refuse('not_found');
        return;
      }
      const request = await admit(selected, event, clock(), authenticate);
      context.admitted = isRefusal(request) ? request : { route: selected, request };
    },
  };
}

function writeOutcome(log: Log) {
  const write = (passage: Passage, outcome: Outcome): void => {
    const { requestId } = passage.event.requestContext;
    if (isRefusal(outcome)) passage.context.refusal = outcome.refused;
    else if (outcome.logged !== undefined) passage.context.logged = outcome.logged;
    const answer = isRefusal(outcome)
      ? answerProblem(nameMissing(outcome, passage.event.routeKey), requestId)
      : outcome;
    passage.response = writeAnswer(answer, requestId);
  };
  return {
    after: (passage: Passage): void => write(passage, passage.response as Outcome),
    onError: (passage: Passage): void => {
      const { requestId } = passage.event.requestContext;
      const refusal = refuseFault(passage.error);
      const event = refusal.refused === 'internal' ? 'request.failed' : 'request.unavailable';
      log(event, { requestId, route: passage.event.routeKey, ...describeFault(passage.error) });
      write(passage, refusal);
    },
  };
}

function recordRequest(log: Log) {
  const record = ({ event, context, response }: Passage): void => {
    log('request.completed', {
      requestId: event.requestContext.requestId,
      route: event.routeKey,
      status: (response as APIGatewayProxyStructuredResultV2).statusCode,
      refusal: context.refusal,
      ...context.logged,
      durationMilliseconds: Math.round((performance.now() - context.startedAt) * 10) / 10,
    });
  };
  const start = ({ context }: Passage): void => {
    context.startedAt = performance.now();
  };
  return { before: start, after: record, onError: record };
}
