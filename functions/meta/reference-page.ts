import { createHash } from 'node:crypto';
import { type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import { buildOpenApi } from '../http/openapi.ts';
import { VERSION } from '../runtime/version.ts';
import type { ApiDocument } from './document.ts';
import { renderReference } from './reference.ts';
import { STYLESHEET } from './stylesheet.ts';

/** The document changes with a deployment only; five minutes are what an answer of the old one may live on. */
const FOR_MINUTES = { 'cache-control': 'public, max-age=300' };
const FOR_EVER = { 'cache-control': 'public, max-age=31536000, immutable' };

/** Its own style sheet and nothing else: no script, no frame, no third party. */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const stylesheetName = `reference-${createHash('sha256').update(STYLESHEET).digest('base64url').slice(0, 10)}.css`;

let document: ReturnType<typeof buildOpenApi> | undefined;
let page: string | undefined;

function describe(): ReturnType<typeof buildOpenApi> {
  document ??= buildOpenApi(VERSION);
  return document;
}

/** `GET /openapi.json`. */
export function respondWithDocument(): HttpAnswer {
  return { status: 200, headers: FOR_MINUTES, body: describe() };
}

/** `GET /docs`. */
export function respondWithPage(): HttpAnswer {
  // As it is served: what JSON leaves out is not there.
  page ??= renderReference(JSON.parse(JSON.stringify(describe())) as ApiDocument, `docs/${stylesheetName}`);
  return { status: 200, headers: PAGE_HEADERS, body: page };
}

/** `GET /docs/{asset+}`: the style sheet, under a name that changes with it. */
export function respondWithAsset(name: string | undefined): HttpAnswer | Refusal {
  if (name !== stylesheetName) return refuse('not_found');
  const headers = { 'content-type': 'text/css; charset=utf-8', 'x-content-type-options': 'nosniff', ...FOR_EVER };
  return { status: 200, headers, body: STYLESHEET };
}
