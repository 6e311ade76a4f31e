import { beforeEach, describe, expect, test } from 'vitest';
import { createHttpHandler } from '../../functions/http/endpoint.ts';
import { route } from '../../functions/http/route.ts';
import { Unavailable } from '../../functions/runtime/unavailable.ts';
import { buildEvent, type RequestParts, send } from '../support/http-event.ts';
import { authenticate, clock, deps, log, SECRET, toy } from './toy-endpoint.ts';

beforeEach(() => {
  clock.mockClear();
  log.mockClear();
  authenticate.mockClear();
});

describe('an admitted request', () => {
  test('is answered as JSON, with the headers of every answer', async () => {
    const answer = await send(toy, 'POST /v1/echo', { body: { name: 'Ada' } });
    expect(answer).toMatchObject({
      statusCode: 201,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': 'request-1' },
      json: { name: 'Ada', source: '192.0.2.1', requestId: 'request-1', actor: null, now: 1000 },
    });
    expect(clock).toHaveBeenCalledTimes(1);
  });

  test.each([
    { headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{"name":"ü"}' },
    { headers: { 'content-type': 'APPLICATION/JSON;charset="UTF-8"; v=1' }, body: '{"name":"ü"}' },
    { headers: { 'Content-Type': 'application/json' }, body: { name: 'ü' } },
    { body: Buffer.from('{"name":"ü"}').toString('base64'), isBase64Encoded: true },
    { body: '{"name":"x","name":"ü"}' },
  ])('is understood in every allowed form: $headers', async (parts: RequestParts) => {
    expect(await send(toy, 'POST /v1/echo', parts)).toMatchObject({ statusCode: 201, json: { name: 'ü' } });
  });

  test('sees its path, its query with defaults, its actor', async () => {
    const headers = { authorization: 'Bearer editor' };
    const put = await send(toy, 'PUT /v1/things/{id}', { headers, path: { id: 'a' }, body: { name: 'n' } });
    expect(put.json).toEqual({ id: 'a', actor: 'lk_1' });
    expect((await send(toy, 'GET /v1/things', { headers })).json).toEqual({ limit: 50 });
    expect((await send(toy, 'GET /v1/things', { headers, query: { limit: '7' } })).json).toEqual({ limit: 7 });
  });

  test('may have another content type, caching of its own, bytes', async () => {
    expect(await echoFile('GET /file')).toMatchObject({
      headers: { 'content-type': 'text/css', 'cache-control': 'max-age=60', 'x-request-id': 'request-1' },
      body: 'p{}',
    });
    expect(await echoFile('GET /bytes')).toMatchObject({ body: '/w==', isBase64Encoded: true });
  });
});

async function echoFile(routeKey: string) {
  return toy(buildEvent(routeKey), {} as Parameters<typeof toy>[1]);
}

describe('what a route itself says', () => {
  test('a refusal becomes a problem with its fields', async () => {
    expect(await send(toy, 'GET /refused')).toMatchObject({
      statusCode: 409,
      json: { code: 'seat_limit_reached', limit: 5, retryable: false },
    });
    expect(log.mock.calls).toEqual([
      [
        'request.completed',
        expect.objectContaining({ route: 'GET /refused', status: 409, refusal: 'seat_limit_reached' }),
      ],
    ]);
  });

  test('a fault shows the request id and nothing else, and is logged without its message', async () => {
    const answer = await send(toy, 'GET /fault');
    expect(answer).toMatchObject({ statusCode: 500, json: { code: 'internal', instance: 'request-1' } });
    expect(answer.body).not.toContain(SECRET);
    expect(log.mock.calls.map(([event]) => event)).toEqual(['request.failed', 'request.completed']);
    expect(JSON.stringify(log.mock.calls)).not.toContain(SECRET);
  });

  test('a trouble that passes is 503 with Retry-After', async () => {
    expect(await send(toy, 'GET /busy')).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '7' },
      json: { code: 'unavailable', retryable: true, retryAfter: 7 },
    });
    expect(log.mock.calls.map(([event]) => event)).toEqual(['request.unavailable', 'request.completed']);
  });

  test('an answer that cannot be written is a fault too', async () => {
    expect(await send(toy, 'GET /unwritable')).toMatchObject({ statusCode: 500, json: { code: 'internal' } });
  });

  test('a key store that fails is a fault of ours, not a stranger', async () => {
    authenticate.mockRejectedValueOnce(new Unavailable('keys'));
    expect(await send(toy, 'GET /v1/things', { headers: { authorization: 'Bearer reader' } })).toMatchObject({
      statusCode: 503,
    });
  });

  test('one line a request: route, status, duration, never the body', async () => {
    await send(toy, 'POST /v1/echo', { body: { name: SECRET } });
    expect(log.mock.calls).toEqual([
      [
        'request.completed',
        {
          requestId: 'request-1',
          route: 'POST /v1/echo',
          status: 201,
          durationMilliseconds: expect.any(Number) as number,
          refusal: undefined,
        },
      ],
    ]);
  });

  test('a function that runs out of time answers 503 in good order', async () => {
    const slow = createHttpHandler(deps, { 'GET /slow': route({}, () => new Promise(() => {})) });
    const context = { getRemainingTimeInMillis: () => 205 } as unknown as Parameters<typeof slow>[1];
    expect(await slow(buildEvent('GET /slow'), context)).toMatchObject({ statusCode: 503 });
  });
});
