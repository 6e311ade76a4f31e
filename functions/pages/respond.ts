import { brotliDecompressSync } from 'node:zlib';
import { type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import { type BuiltFile, builtFiles } from './built-files.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Nothing but the service's own files and calls: no inline script or style, no frame around it, no other host. Text is
 * never parsed as HTML, and a browser that knows trusted types makes sure of it.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const EVERY_FILE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  vary: 'accept-encoding',
};

const PAGE = {
  ...EVERY_FILE,
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
};

/** `GET /console` and `GET /portal`: never kept, as they name the assets of their deployment. */
export async function respondWithPage(name: 'console' | 'portal', headers: Headers): Promise<HttpAnswer | Refusal> {
  return respond((await builtFiles())[name], headers, PAGE);
}

/** The assets of a page: their names change with what they hold, so they may be kept for ever. */
export async function respondWithAsset(path: string, headers: Headers): Promise<HttpAnswer | Refusal> {
  const files = await builtFiles();
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  return respond(file, headers, { ...EVERY_FILE, 'cache-control': 'public, max-age=31536000, immutable' });
}

function respond(
  file: BuiltFile | undefined,
  { 'accept-encoding': accepted = '' }: Headers,
  headers: Readonly<Record<string, string>>,
): HttpAnswer | Refusal {
  if (file === undefined) return refuse('not_found');
  const compressed = Buffer.from(file.brotli, 'base64');
  const type = { 'content-type': file.contentType };
  return /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted)
    ? { status: 200, headers: { ...headers, ...type, 'content-encoding': 'br' }, body: compressed }
    : { status: 200, headers: { ...headers, ...type }, body: brotliDecompressSync(compressed) };
}
