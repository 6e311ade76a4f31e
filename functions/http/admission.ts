import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as v from 'valibot';
import type { Instant } from '../core/instant.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { type Actor, mayAccess } from './access.ts';
import { readJson } from './body.ts';
import type { Contract, HttpRequest, Route } from './route.ts';
import { checkShape, joinErrors } from './shape.ts';

/** Finds who a key belongs to; null for a missing, unknown, expired or revoked one. */
export type Authenticate = (authorization: string | undefined, now: Instant) => Promise<Actor | null>;

type Event = Pick<APIGatewayProxyEventV2, 'headers' | 'rawPath' | 'queryStringParameters' | 'pathParameters'> &
  Pick<APIGatewayProxyEventV2, 'requestContext' | 'body' | 'isBase64Encoded'>;

/**
 * Turns an event into a request that its route may see, in this order: the key (a stranger learns nothing of the
 * contract), the path, the query, the body.
 */
export async function admit(
  route: Route,
  event: Event,
  now: Instant,
  authenticate: Authenticate | undefined,
): Promise<HttpRequest | Refusal> {
  const { contract } = route;
  const headers = lowerCaseNames(event.headers);
  const actor = await identify(contract, headers.authorization, now, authenticate);
  if (isRefusal(actor)) return actor;
  const path = checkPath(contract.path, event);
  if (isRefusal(path)) return path;
  const query = checkPart(contract.query, definedOf(event.queryStringParameters ?? {}));
  if (isRefusal(query)) return query;
  const body = await checkBody(route, { ...event, headers });
  if (isRefusal(body)) return body;
  return {
    body: body.value,
    query: query.value,
    path: path.value as HttpRequest['path'],
    headers,
    source: event.requestContext.http.sourceIp,
    requestId: event.requestContext.requestId,
    now,
    actor,
  };
}

/** The gateway sends lower-case names; its stand-ins on developers' machines do not all. */
function lowerCaseNames(headers: Event['headers']): Event['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

async function identify(
  { access }: Contract,
  authorization: string | undefined,
  now: Instant,
  authenticate: Authenticate | undefined,
): Promise<Actor | null | Refusal> {
  if (access === undefined) return null;
  const actor = (await authenticate?.(authorization, now)) ?? null;
  if (actor === null) return refuse('unauthorized');
  return mayAccess(actor, access) ? actor : refuse('forbidden');
}

interface Checked {
  readonly value: unknown;
}

function checkPart(schema: v.GenericSchema | undefined, value: unknown): Checked | Refusal {
  if (schema === undefined) return { value };
  const shaped = checkShape(schema, value);
  return 'errors' in shaped ? refuse('request_invalid', { errors: shaped.errors }) : shaped;
}

function checkPath(schema: v.GenericSchema | undefined, event: Event): Checked | Refusal {
  const checked = checkPart(schema, event.pathParameters ?? {});
  return isRefusal(checked) && event.requestContext.http.method !== 'PUT' ? refuse('not_found') : checked;
}

async function checkBody({ contract, findMore }: Route, event: Event): Promise<Checked | Refusal> {
  if (contract.body === undefined) return { value: undefined };
  const read = readJson(event);
  if (isRefusal(read)) return read;
  const shaped = checkShape(contract.body, read.json);
  if (!('errors' in shaped)) return shaped;
  const more = (await findMore?.(read.json, definedOf(event.pathParameters ?? {}))) ?? [];
  return refuse('request_invalid', { errors: joinErrors(shaped.errors, more) });
}

/** What stands behind a name: `?cursor=` asks for the first page, as `?batch=` asks for any batch. */
function definedOf(parameters: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parameters).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
