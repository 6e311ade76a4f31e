import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { RouteEntry } from '../routes.ts';

/** What of an event does not stand in the request itself. */
export interface Arrival {
  readonly requestId: string;
  /** Epoch milliseconds by the machine's clock. */
  readonly at: number;
  readonly route: RouteEntry;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Splits a request target, which a proxy may also send in absolute form, into path and query. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const relative = target.replace(/^https?:\/\/[^/?]*/i, '');
  const [path = '', ...query] = relative.split('?');
  return { path: path === '' ? '/' : path, query: query.join('?') };
}

/** The event that API Gateway's HTTP API (payload 2.0) would make of a request. */
export function buildEvent(request: IncomingMessage, arrival: Arrival): APIGatewayProxyEventV2 {
  const { path, query } = splitTarget(request.url ?? '/');
  const { headers, cookies } = readHeaders(request.rawHeaders);
  const { route, parameters, body } = arrival;
  const routeKey = `${route.method} ${route.path}`;
  const queryStringParameters = joinRepeated([...new URLSearchParams(query)]);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(query !== '' && { queryStringParameters }),
    ...(Object.keys(parameters).length > 0 && { pathParameters: { ...parameters } }),
    requestContext: describeRequest(request, headers, arrival, path, routeKey),
    ...writeBody(body),
  };
}

function describeRequest(
  request: IncomingMessage,
  headers: Readonly<Record<string, string>>,
  { requestId, at }: Arrival,
  path: string,
  routeKey: string,
): APIGatewayProxyEventV2['requestContext'] {
  return {
    accountId: '000000000000',
    apiId: 'local',
    domainName: headers.host ?? 'localhost',
    domainPrefix: 'local',
    http: {
      method: request.method ?? 'GET',
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
      userAgent: headers['user-agent'] ?? '',
    },
    requestId,
    routeKey,
    stage: '$default',
    time: formatAccessTime(at),
    timeEpoch: at,
  };
}

/** Header names in lower case, repeated ones joined by commas; cookies stand apart. */
function readHeaders(raw: readonly string[]): { headers: Record<string, string>; cookies: string[] } {
  const pairs: [string, string][] = [];
  const cookies: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    const value = raw[at + 1] ?? '';
    if (name === 'cookie') cookies.push(...value.split(';').map((cookie) => cookie.trim()));
    else pairs.push([name, value]);
  }
  return { headers: joinRepeated(pairs), cookies };
}

function joinRepeated(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const groups = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries([...groups].map(([name, group]) => [name, group.map(([, value]) => value).join(',')]));
}

function writeBody(body: Buffer): Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'> {
  if (body.length === 0) return { isBase64Encoded: false };
  if (isUtf8(body)) return { body: body.toString('utf8'), isBase64Encoded: false };
  return { body: body.toString('base64'), isBase64Encoded: true };
}

/** `24/Nov/2026:11:00:00 +0000`, the form of access logs. */
function formatAccessTime(at: number): string {
  const [, weekdayless = ''] = new Date(at).toUTCString().split(', ');
  const [day, month, year, time] = weekdayless.split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
