import { describe, expect, test } from 'vitest';
import { createHttpHandler } from '../../functions/http/endpoint.ts';
import { route } from '../../functions/http/route.ts';
import { type RequestParts, send } from '../support/http-event.ts';
import { deps, toy } from './toy-endpoint.ts';

const big = JSON.stringify({ name: 'x'.repeat(65_536) });
const json = { 'content-type': 'application/json' };
const reader = { authorization: 'Bearer reader' };
const editor = { authorization: 'Bearer editor' };

describe('a request that is not admitted', () => {
  test.each<[string, string, RequestParts, number, string, (string | undefined)?]>([
    [
      'no content type',
      'POST /v1/echo',
      { headers: { 'content-type': '' }, body: '{"name":"a"}' },
      415,
      'media_type_unsupported',
    ],
    [
      'a form',
      'POST /v1/echo',
      { headers: { 'content-type': 'text/plain' }, body: '{}' },
      415,
      'media_type_unsupported',
    ],
    [
      '+json',
      'POST /v1/echo',
      { headers: { 'content-type': 'application/a+json' }, body: '{}' },
      415,
      'media_type_unsupported',
    ],
    [
      'UTF-16',
      'POST /v1/echo',
      { headers: { 'content-type': 'application/json; charset=utf-16' }, body: '{}' },
      415,
      'media_type_unsupported',
    ],
    [
      'gzip',
      'POST /v1/echo',
      { headers: { ...json, 'content-encoding': 'gzip' }, body: '{}' },
      415,
      'media_type_unsupported',
    ],
    ['no body', 'POST /v1/echo', { headers: json }, 400, 'body_not_json'],
    ['an empty body', 'POST /v1/echo', { headers: json, body: '' }, 400, 'body_not_json'],
    ['broken JSON', 'POST /v1/echo', { body: '{"name":' }, 400, 'body_not_json'],
    ['a byte order mark', 'POST /v1/echo', { body: '\uFEFF{"name":"a"}' }, 400, 'body_not_json'],
    [
      'bytes that are no UTF-8',
      'POST /v1/echo',
      { body: Buffer.from([0x22, 0xff, 0x22]).toString('base64'), isBase64Encoded: true },
      400,
      'body_not_json',
    ],
    ['more than 64 KiB', 'POST /v1/echo', { body: big }, 413, 'payload_too_large'],
    [
      'more than 64 KiB of base64',
      'POST /v1/echo',
      { body: Buffer.from(big).toString('base64'), isBase64Encoded: true },
      413,
      'payload_too_large',
    ],
    [
      'more than 64 KiB in few characters',
      'POST /v1/echo',
      { body: JSON.stringify({ name: 'ü'.repeat(32_800) }) },
      413,
      'payload_too_large',
    ],
    ['depth', 'POST /v1/echo', { body: `{"name":${'['.repeat(33)}${']'.repeat(33)}}` }, 422, 'request_invalid', ''],
    [
      'brackets in a text are no depth',
      'POST /v1/echo',
      { body: { name: '[[[["\\[[[[[[[[[[', tag: `${'{'.repeat(99)}` } },
      422,
      'request_invalid',
      '/tag',
    ],
    ['a list', 'POST /v1/echo', { body: [] }, 422, 'request_invalid', ''],
    ['a missing field', 'POST /v1/echo', { body: {} }, 422, 'request_invalid', '/name'],
    ['an unknown field', 'POST /v1/echo', { body: { name: 'a', x: 1 } }, 422, 'request_invalid', '/x'],
    [
      '__proto__',
      'POST /v1/echo',
      { body: '{"name":"a","__proto__":{"tag":"x"}}' },
      422,
      'request_invalid',
      '/__proto__',
    ],
    ['no key', 'GET /v1/things', {}, 401, 'unauthorized'],
    ['an unknown key', 'GET /v1/things', { headers: { authorization: 'Bearer x' } }, 401, 'unauthorized'],
    ['no key before a bad body', 'PUT /v1/things/{id}', { path: { id: '#' }, body: '{' }, 401, 'unauthorized'],
    [
      'a key without the scope',
      'PUT /v1/things/{id}',
      { headers: reader, path: { id: 'a' }, body: '{' },
      403,
      'forbidden',
    ],
    ['an impossible id', 'GET /v1/things/{id}', { headers: reader, path: { id: 'A#' } }, 404, 'not_found'],
    [
      'an impossible new id',
      'PUT /v1/things/{id}',
      { headers: editor, path: { id: 'A#' }, body: { name: 'a' } },
      422,
      'request_invalid',
      '/id',
    ],
    ['a wrong query', 'GET /v1/things', { headers: reader, query: { limit: '0' } }, 422, 'request_invalid', '/limit'],
    [
      'an unknown query',
      'GET /v1/things',
      { headers: reader, query: { Limit: '5' } },
      422,
      'request_invalid',
      '/Limit',
    ],
    ['an unknown route', 'GET /v1/none', {}, 404, 'not_found'],
    ['a route named like a property', 'constructor', {}, 404, 'not_found'],
  ])('%s', async (_name, routeKey, parts, status, code, pointer) => {
    const answer = await send(toy, routeKey, parts);
    expect(answer).toMatchObject({
      statusCode: status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'x-request-id': 'request-1',
        ...(status === 401 && { 'www-authenticate': 'Bearer realm="latchkey"' }),
      },
      json: {
        code,
        status,
        instance: 'request-1',
        ...(pointer !== undefined && { errors: [{ pointer }] }),
      },
    });
  });

  test('a body at the limit is not too large', async () => {
    const exact = `{"name":"a"}${' '.repeat(65_536 - 12)}`;
    expect(await send(toy, 'POST /v1/echo', { body: exact })).toMatchObject({ statusCode: 201 });
    expect(await send(toy, 'POST /v1/echo', { body: `${exact} ` })).toMatchObject({ statusCode: 413 });
  });

  test('a function without a way to know keys lets nobody in', async () => {
    const { authenticate: _none, ...rest } = deps;
    const handler = createHttpHandler(rest, { 'GET /x': route({ access: 'support' }, () => ({ status: 200 })) });
    expect(await send(handler, 'GET /x', { headers: editor })).toMatchObject({ statusCode: 401 });
  });
});
