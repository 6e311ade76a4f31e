import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { HttpHandler } from '../../functions/http/endpoint.ts';

/** What a test says of a request; the rest is what API Gateway adds. */
export interface RequestParts {
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly path?: Record<string, string>;
  /** Sent as it is when it is a string, else as JSON with its content type. */
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
  /** The caller's address. */
  readonly source?: string;
}

/** A whole API Gateway event (payload 2.0) for a route such as `POST /v1/activations`. */
export function buildEvent(routeKey: string, parts: RequestParts = {}): APIGatewayProxyEventV2 {
  const [method = '', path = ''] = routeKey.split(' ');
  const isText = typeof parts.body === 'string';
  const body = isText || parts.body === undefined ? parts.body : JSON.stringify(parts.body);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: { ...(parts.body !== undefined && { 'content-type': 'application/json' }), ...parts.headers },
    ...(parts.query && { queryStringParameters: parts.query }),
    ...(parts.path && { pathParameters: parts.path }),
    ...(typeof body === 'string' && { body }),
    isBase64Encoded: parts.isBase64Encoded ?? false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'test',
      domainPrefix: 'test',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: parts.source ?? '192.0.2.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '24/Nov/2026:11:00:00 +0000',
      timeEpoch: 1_795_518_000_000,
    },
  };
}

/** An answer with its body read; `json` is empty for a page or a file. */
export interface Answered extends APIGatewayProxyStructuredResultV2 {
  readonly json: Record<string, unknown>;
}

/** Sends one request through a handler. */
export async function send(handler: HttpHandler, routeKey: string, parts?: RequestParts): Promise<Answered> {
  const result = await handler(buildEvent(routeKey, parts), {} as Context);
  const isJson = /json/.test(String(result.headers?.['content-type']));
  return { ...result, json: isJson && result.body ? (JSON.parse(result.body) as Record<string, unknown>) : {} };
}
