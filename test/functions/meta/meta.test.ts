import { beforeAll, describe, expect, test } from 'vitest';
import { REFUSAL_CODES } from '../../../functions/core/refusal-codes.ts';
import type { HttpHandler } from '../../../functions/http/endpoint.ts';
import { createLog } from '../../../functions/runtime/log.ts';
import { createSecrets } from '../../../functions/runtime/secrets-file.ts';
import { publicKeySet } from '../../../functions/runtime/signing.ts';
import { ROUTES } from '../../../infra/routes.ts';
import { send } from '../../support/http-event.ts';

const secrets = createSecrets();
let asked = 0;
let handler: HttpHandler;

// Without a table: these calls touch none.
beforeAll(async () => {
  const { provideEssentials } = await import('../../../functions/runtime/essentials.ts');
  const now = () => 0;
  provideEssentials({
    clock: now,
    log: createLog({ level: 'error', now }),
    secrets: async () => {
      asked += 1;
      return secrets;
    },
  });
  ({ handler } = await import('../../../functions/meta/handler.ts'));
});

describe('what the service says of itself', () => {
  test('GET /health touches nothing', async () => {
    const answer = await send(handler, 'GET /health');
    expect(answer).toMatchObject({ statusCode: 200, json: { status: 'ok' }, headers: { 'cache-control': 'no-store' } });
    expect(asked).toBe(0);
  });

  test('GET /.well-known/jwks.json answers the public keys alone, and may be kept for minutes', async () => {
    const answer = await send(handler, 'GET /.well-known/jwks.json');
    expect(answer.json).toEqual(JSON.parse(JSON.stringify(publicKeySet(secrets))));
    expect(answer.headers?.['cache-control']).toBe('public, max-age=300');
    expect(answer.body).not.toContain('"d"');
    for (const { privateKey } of secrets.signing.keys) expect(answer.body).not.toContain(privateKey.d);
  });

  test('GET /openapi.json has every call, and may be kept', async () => {
    const answer = await send(handler, 'GET /openapi.json');
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(answer.headers?.['cache-control']).toMatch(/^public, max-age=/);
    expect(answer.json.openapi).toMatch(/^3\.1\./);
    const paths = answer.json.paths as Record<string, Record<string, unknown>>;
    const missing = ROUTES.filter(({ path }) => !/^\/(docs|console|portal)\b/.test(path)).filter(
      ({ method, path }) => paths[path]?.[method.toLowerCase()] === undefined,
    );
    expect(missing).toEqual([]);
  });
});

describe('GET /docs', () => {
  const page = async () => (await send(pages, 'GET /docs')).body ?? '';
  /** `send` reads JSON, which a page is not. */
  const pages: HttpHandler = async (event, context) => {
    const answer = await handler(event, context);
    return { ...answer, body: JSON.stringify({ text: answer.body }) };
  };
  const textOf = (body: string): string => (JSON.parse(body) as { text: string }).text;

  test('is a page that loads its own style sheet and nothing else', async () => {
    const answer = await send(pages, 'GET /docs');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    });
    const html = textOf(await page());
    expect(html).not.toMatch(/<script|<img|<iframe|style=|\son[a-z]+=|https?:\/\/(?!example\.com)/i);
    expect([...html.matchAll(/<link [^>]*>/g)]).toHaveLength(1);
  });

  test('its style sheet has a name of its content and is kept for ever', async () => {
    const name = /href="docs\/(reference-[\w-]{10}\.css)"/.exec(textOf(await page()))?.[1] ?? '';
    const answer = await send(pages, 'GET /docs/{asset+}', { path: { asset: name } });
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
    });
    expect(textOf(answer.body ?? '')).not.toMatch(/url\(|@import/);
    expect((await send(pages, 'GET /docs/{asset+}', { path: { asset: '../x' } })).statusCode).toBe(404);
  });

  test('shows every call, every named schema and every problem, and every link in it leads somewhere', async () => {
    const html = textOf(await page());
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    const { method_not_allowed: _server, ...codes } = REFUSAL_CODES;
    expect(Object.keys(codes).filter((code) => !ids.includes(`problem-${code}`))).toEqual([]);
    for (const { method, path } of ROUTES.filter((route) => !/^\/(docs|console|portal)\b/.test(route.path))) {
      expect(html).toContain(`<span class="method">${method}</span> <code>${path}</code>`);
    }
  });

  test('every tag that is opened is closed', async () => {
    const open: string[] = [];
    const mismatched: string[] = [];
    for (const [, slash, name = ''] of textOf(await page()).matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (['meta', 'link'].includes(name)) continue;
      if (slash === '') open.push(name);
      else if (open.pop() !== name) mismatched.push(name);
    }
    expect([open, mismatched]).toEqual([[], []]);
  });
});
