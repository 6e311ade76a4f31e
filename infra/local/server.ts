import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type Refusal, refuse } from '../../functions/core/refusal.ts';
import { writeAnswer } from '../../functions/http/answer.ts';
import { MAX_BYTES } from '../../functions/http/body.ts';
import type { HttpHandler } from '../../functions/http/endpoint.ts';
import { answerProblem, refuseFault } from '../../functions/http/problem.ts';
import type { RouteEntry } from '../routes.ts';
import { buildEvent, splitTarget } from './event.ts';
import { createMatcher, type Match } from './route-match.ts';

/** A body that is too large is read on for so many bytes, so that its sender gets to see the answer. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

/**
 * Real HTTP around the handlers that the stack deploys: what API Gateway does, on this machine.
 * @param routes the route table; routes of the local service alone are further entries of it
 * @param handlers the exported handlers by function name
 * @throws Error naming every function of the table that has no handler
 */
export function createServer(routes: readonly RouteEntry[], handlers: Readonly<Record<string, HttpHandler>>): Server {
  const missing = [...new Set(routes.map((route) => route.function))].filter((name) => handlers[name] === undefined);
  if (missing.length > 0) throw new Error(`routes without a handler: ${missing.join(', ')}`);
  const match = createMatcher(routes);
  const server = createHttpServer((request, response) => {
    void answer(request, response, match, handlers);
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\ncache-control: no-store\r\nconnection: close\r\n\r\n');
  });
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  match: (method: string, path: string) => Match,
  handlers: Readonly<Record<string, HttpHandler>>,
): Promise<void> {
  const requestId = randomUUID();
  try {
    const result = await pass(request, requestId, match, handlers);
    // Part of the body may be unread: nothing that follows on this connection could be told from it.
    if ('refused' in result && result.refused === 'payload_too_large') response.shouldKeepAlive = false;
    send(response, 'refused' in result ? writeAnswer(answerProblem(result, requestId), requestId) : result);
  } catch (fault) {
    if (request.destroyed && !response.writable) return;
    send(response, writeAnswer(answerProblem(refuseFault(fault), requestId), requestId));
  }
}

async function pass(
  request: IncomingMessage,
  requestId: string,
  match: (method: string, path: string) => Match,
  handlers: Readonly<Record<string, HttpHandler>>,
): Promise<APIGatewayProxyStructuredResultV2 | Refusal> {
  const found = match(request.method ?? '', splitTarget(request.url ?? '/').path);
  if (found.found === 'nothing') return refuse('not_found');
  if (found.found === 'path') return refuse('method_not_allowed', { allowed: found.allowed });
  const body = await readBody(request);
  if (body === null) return refuse('payload_too_large');
  const { route, parameters } = found;
  const event = buildEvent(request, { requestId, at: Date.now(), route, parameters, body });
  const handler = handlers[route.function];
  if (handler === undefined) return refuse('not_found');
  // No time limit here: a debugger may stop a handler for as long as it likes.
  return handler(event, { functionName: route.function, awsRequestId: requestId } as Context);
}

/** @returns null for a body over the limit, of which no more than the limit is kept in memory */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BYTES) chunks.push(chunk);
    if (size > MAX_DISCARDED_BYTES) break;
  }
  return size > MAX_BYTES ? null : Buffer.concat(chunks);
}

function send(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const { statusCode = 200, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (!bytes.length) response.removeHeader('content-type');
  response.writeHead(statusCode, { 'content-length': bytes.length });
  response.end(bytes);
}
