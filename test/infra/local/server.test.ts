import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../../infra/local/server.ts';
import type { RouteEntry } from '../../../infra/routes.ts';
import { toy } from '../../http/toy-endpoint.ts';

const routes: readonly RouteEntry[] = [
  { method: 'POST', path: '/v1/echo', function: 'toy' },
  { method: 'GET', path: '/bytes', function: 'toy' },
  { method: 'GET', path: '/events/{id}', function: 'events' },
  { method: 'PUT', path: '/events/{id}', function: 'events' },
  { method: 'GET', path: '/faulty', function: 'faulty' },
];
const seen: APIGatewayProxyEventV2[] = [];
const server = createServer(routes, {
  toy,
  events: async (event) => {
    seen.push(event);
    return { statusCode: 200, headers: { 'x-n': 1 }, cookies: ['a=1', 'b=2'], body: 'seen' };
  },
  faulty: async () => {
    throw new Error('SECRET');
  },
});
let base = '';
let port = 0;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  base = `http://127.0.0.1:${port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends bytes as they are and reads until the server ends the connection. */
async function sendRaw(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.end(text);
  await once(socket, 'close');
  return answer;
}

const json = { 'content-type': 'application/json' };

describe('the local service over real HTTP', () => {
  test('a request passes to its handler and back', async () => {
    const response = await fetch(`${base}/v1/echo`, { method: 'POST', headers: json, body: '{"name":"ü"}' });
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ name: 'ü', requestId: response.headers.get('x-request-id') });
  });

  test('bytes pass both ways', async () => {
    const image = await fetch(`${base}/bytes`);
    expect(new Uint8Array(await image.arrayBuffer())).toEqual(Uint8Array.of(255));
    const broken = await fetch(`${base}/v1/echo`, {
      method: 'POST',
      headers: json,
      body: Uint8Array.of(0x22, 0xff, 0x22),
    });
    expect(await broken.json()).toMatchObject({ code: 'body_not_json' });
    await fetch(`${base}/events/b`, { method: 'PUT', body: Uint8Array.of(0xff, 0) });
    expect(seen.at(-1)).toMatchObject({ isBase64Encoded: true, body: '/wA=' });
  });

  test('the event is the gateway’s: payload 2.0', async () => {
    const response = await fetch(`${base}/events/a%20b?x=1&y=%C3%BC+z&x=2&bad=%zz`, {
      headers: { 'X-Mixed': 'Case', Cookie: 'one=1; two=2', 'user-agent': 'probe' },
    });
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const event = seen.at(-1);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /events/{id}',
      rawPath: '/events/a%20b',
      rawQueryString: 'x=1&y=%C3%BC+z&x=2&bad=%zz',
      queryStringParameters: { x: '1,2', y: 'ü z', bad: '%zz' },
      pathParameters: { id: 'a b' },
      cookies: ['one=1', 'two=2'],
      headers: { 'x-mixed': 'Case', 'user-agent': 'probe' },
      requestContext: {
        http: { method: 'GET', path: '/events/a%20b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'probe' },
        routeKey: 'GET /events/{id}',
        stage: '$default',
      },
      isBase64Encoded: false,
    });
    expect(event?.headers).not.toHaveProperty('cookie');
    expect(event?.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  test('repeated headers are joined', async () => {
    await sendRaw('GET /events/a HTTP/1.1\r\nhost: x\r\nx-a: 1\r\nX-A: 2\r\nconnection: close\r\n\r\n');
    expect(seen.at(-1)?.headers['x-a']).toBe('1,2');
  });

  test.each<[string, string, string, number, string]>([
    ['an unknown path', 'GET', '/nowhere', 404, 'not_found'],
    ['a wrong method', 'DELETE', '/events/a', 405, 'method_not_allowed'],
    ['a broken escape', 'GET', '/events/%E0%A4%A', 404, 'not_found'],
    ['a fault', 'GET', '/faulty', 500, 'internal'],
  ])('%s is a problem with the headers of every answer', async (_name, method, path, status, code) => {
    const response = await fetch(`${base}${path}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const problem = (await response.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({ code, instance: response.headers.get('x-request-id') });
    expect(JSON.stringify(problem)).not.toContain('SECRET');
    expect(response.headers.get('allow')).toBe(status === 405 ? 'GET, PUT' : null);
  });

  test('HEAD is refused without a body', async () => {
    const response = await fetch(`${base}/bytes`, { method: 'HEAD' });
    expect(response.status).toBe(405);
    expect(await response.text()).toBe('');
  });

  test('a body that is too large is refused, in one piece and in chunks', async () => {
    const body = `{"name":"${'x'.repeat(1_000_000)}"}`;
    const whole = await fetch(`${base}/v1/echo`, { method: 'POST', headers: json, body });
    expect([whole.status, ((await whole.json()) as { code: string }).code]).toEqual([413, 'payload_too_large']);
    const chunked = await fetch(`${base}/v1/echo`, {
      method: 'POST',
      headers: json,
      body: new Blob([body]).stream(),
      duplex: 'half',
    });
    expect(chunked.status).toBe(413);
  });

  test('an endless body is cut off', async () => {
    const length = 1024 * 1024 * 1024;
    const socket = connect(port, '127.0.0.1');
    // Writing to a connection that the other side has ended is an error, and here the wanted end.
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(
      `POST /v1/echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`,
    );
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const feed = () => {
      while (socket.writable && socket.write(chunk));
    };
    socket.on('drain', feed);
    feed();
    await closed;
    expect(socket.bytesWritten).toBeLessThan(length / 8);
  });

  test.each([
    'NONSENSE\r\n\r\n',
    'GET /bytes HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
  ])('what is no HTTP (%j) does not stop the service', async (text) => {
    expect(await sendRaw(text)).toMatch(/^HTTP\/1\.1 (400|505) /);
    expect((await fetch(`${base}/bytes`)).status).toBe(200);
  });

  test('a client that goes away in the middle of its body does not stop the service', async () => {
    await sendRaw(
      'POST /v1/echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"na',
    );
    expect((await fetch(`${base}/bytes`)).status).toBe(200);
  });

  test('the absolute form of a target is understood', async () => {
    expect(await sendRaw('GET http://x/bytes?y HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toContain('200 OK');
  });

  test('a route without a handler is noticed at the start', () => {
    expect(() => createServer(routes, { toy })).toThrow('events, faulty');
  });
});
