import { describe, expect, test } from 'vitest';
import { createMatcher } from '../../../infra/local/route-match.ts';
import { ROUTES } from '../../../infra/routes.ts';

const match = createMatcher(ROUTES);

describe('routes as API Gateway matches them', () => {
  test.each<[string, string, string, Record<string, string>]>([
    ['POST', '/v1/activations', 'activate', {}],
    ['POST', '/v1/%61ctivations', 'activate', {}],
    ['GET', '/v1/licenses', 'licenses', {}],
    ['GET', '/v1/licenses/export', 'licenses', {}],
    ['GET', '/v1/licenses/lic_1', 'licenses', { id: 'lic_1' }],
    ['POST', '/v1/licenses/lic_1/rotate-code', 'operate', { id: 'lic_1' }],
    ['DELETE', '/v1/licenses/lic_1/seats/s', 'operate', { id: 'lic_1', seatId: 's' }],
    ['GET', '/v1/products/a%20b', 'catalog', { id: 'a b' }],
    ['GET', '/v1/products/a%2520b', 'catalog', { id: 'a%20b' }],
    ['GET', '/v1/products/__proto__', 'catalog', { id: '__proto__' }],
    ['GET', '/console/assets/app.js', 'pages', { asset: 'assets/app.js' }],
    ['GET', '/.well-known/jwks.json', 'meta', {}],
  ])('%s %s is %s', (method, path, name, parameters) => {
    expect(match(method, path)).toMatchObject({ found: 'route', route: { function: name }, parameters });
  });

  test.each([
    ['GET', '/v1/activations', ['POST']],
    ['HEAD', '/health', ['GET']],
    ['OPTIONS', '/v1/products/a', ['GET', 'PUT']],
    ['PATCH', '/v1/licenses/export', ['GET']],
    ['POST', '/v1/licenses/lic_1', ['GET', 'PATCH']],
  ])('%s %s is not allowed', (method, path, allowed) => {
    expect(match(method, path)).toEqual({ found: 'path', allowed });
  });

  test.each([
    '/',
    '',
    '/v1',
    '/v1/activations/',
    '//v1/activations',
    '/v1/products/',
    '/v1/products/%',
    '/v1/products/a/b',
    '/console/',
    '*',
    '/%',
  ])('%j leads nowhere', (path) => {
    expect(match('GET', path)).toEqual({ found: 'nothing' });
  });

  test('the table has no route twice', () => {
    const keys = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
