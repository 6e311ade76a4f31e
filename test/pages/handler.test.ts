import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { HttpHandler } from '../../functions/http/endpoint.ts';
import { provideFiles } from '../../functions/pages/built-files.ts';
import { buildPages } from '../../infra/pages/build-pages.ts';
import { type Answered, send } from '../support/http-event.ts';

let handler: HttpHandler;
let builds = 0;

beforeAll(async () => {
  vi.stubEnv('LATCHKEY_LOG_LEVEL', 'error');
  ({ handler } = await import('../../functions/pages/handler.ts'));
  provideFiles(() => {
    builds += 1;
    return buildPages();
  });
});
afterAll(() => vi.unstubAllEnvs());

function textOf({ body = '', headers }: Answered): string {
  const bytes = Buffer.from(body, 'base64');
  return (headers?.['content-encoding'] === 'br' ? brotliDecompressSync(bytes) : bytes).toString('utf8');
}

function assetsOf(html: string): readonly string[] {
  return [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
}

async function asset(path: string): Promise<Answered> {
  const [page = '', rest = ''] = path.split('/');
  return send(handler, `GET /${page}/{asset+}`, { path: { asset: rest } });
}

describe('pages: handler', () => {
  test.each(['console', 'portal'])('the %s is a page that may be kept nowhere and framed by nobody', async (name) => {
    const answered = await send(handler, `GET /${name}`);
    expect(answered.statusCode).toBe(200);
    const { 'content-security-policy': policy, ...headers } = answered.headers ?? {};
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const directives = String(policy).split('; ');
    expect(directives).toEqual(
      expect.arrayContaining(["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]),
    );
    expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
    const html = textOf(answered);
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|https?:\/\//);
  });

  test.each(['console', 'portal'])('the assets of the %s are small, its own, and kept for ever', async (name) => {
    const paths = assetsOf(textOf(await send(handler, `GET /${name}`)));
    expect(paths).toHaveLength(3);
    for (const path of paths) {
      expect(path).toMatch(new RegExp(`^${name}/(main|style|icon)-[A-Z0-9]{8}\\.(js|css|svg)$`));
      const answered = await asset(path);
      expect(answered.statusCode).toBe(200);
      expect(answered.headers?.['cache-control']).toBe('public, max-age=31536000, immutable');
    }
    const script = paths.find((path) => path.endsWith('.js')) ?? '';
    const [page = '', rest = ''] = script.split('/');
    const accepting = { path: { asset: rest }, headers: { 'accept-encoding': 'gzip, br' } };
    const compressed = await send(handler, `GET /${page}/{asset+}`, accepting);
    expect(compressed.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    expect(Buffer.from(compressed.body ?? '', 'base64').length).toBeLessThan(25_000);
    expect(textOf(compressed)).toBe(textOf(await asset(script)));
  });

  test('a browser that refuses Brotli gets none', async () => {
    for (const accepted of ['gzip', 'br;q=0', 'gzip, br; q=0.0']) {
      const answered = await send(handler, 'GET /portal', { headers: { 'accept-encoding': accepted } });
      expect([accepted, answered.headers?.['content-encoding']]).toEqual([accepted, undefined]);
    }
  });

  test.each(['console/main.js', 'console/../portal', 'console/constructor', 'portal/__proto__'])(
    'there is no %s',
    async (path) => {
      const [page = '', ...rest] = path.split('/');
      const answered = await send(handler, `GET /${page}/{asset+}`, { path: { asset: rest.join('/') } });
      expect(answered).toMatchObject({ statusCode: 404, json: { code: 'not_found' } });
    },
  );

  test('all is built once', () => {
    expect(builds).toBe(1);
  });
});
