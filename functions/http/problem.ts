import { type Refusal, type RefusalCode, refuse } from '../core/refusal.ts';
import { REFUSAL_TABLE } from '../core/refusal-table.ts';
import { isTransient, Unavailable } from '../runtime/unavailable.ts';
import type { HttpAnswer } from './answer.ts';
import { formatDay, formatInstant } from './instant.ts';
import { explainFields } from './refusal-detail.ts';

/** A refusal or fault as the outside sees it (RFC 9457), with the fields that its rule names. */
export interface Problem extends Readonly<Record<string, unknown>> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: RefusalCode;
  readonly remedy: string;
  readonly retryable: boolean;
  /** The request id, by which the log is searched. */
  readonly instance: string;
}

/** When a client is told to come back and the refusal itself does not know better. */
const DEFAULT_RETRY_SECONDS: Partial<Record<RefusalCode, number>> = { rate_limited: 60, unavailable: 1 };

/** Fields of a refusal that hold an instant: epoch milliseconds inside, RFC 3339 outside. */
const INSTANT_FIELD = /(?:At|Until)$|^(?:notAfter|notBefore|activateBy)$/;

/** Describes a refusal; `fields` may give a better `detail` and `remedy`, but no other standard member. */
export function describeProblem(refusal: Refusal, requestId: string): Problem {
  const { status, title, remedy, retryable } = REFUSAL_TABLE[refusal.refused];
  return {
    detail: refusal.detail ?? explainFields(refusal) ?? `${title}.`,
    remedy,
    ...writeFields(refusal.fields ?? {}),
    type: `urn:latchkey:problem:${refusal.refused}`,
    title,
    status,
    code: refusal.refused,
    retryable,
    instance: requestId,
  };
}

/** The whole answer for a refusal. */
export function answerProblem(refusal: Refusal, requestId: string): HttpAnswer {
  const body = describeProblem(refusal, requestId);
  return {
    status: body.status,
    headers: { ...headersOf(refusal), 'content-type': 'application/problem+json' },
    body: JSON.stringify(body),
  };
}

function headersOf({ refused, fields }: Refusal): Readonly<Record<string, string>> {
  if (refused === 'unauthorized') return { 'www-authenticate': 'Bearer realm="latchkey"' };
  if (refused === 'method_not_allowed' && Array.isArray(fields?.allowed)) return { allow: fields.allowed.join(', ') };
  const known = typeof fields?.retryAfter === 'number' ? fields.retryAfter : DEFAULT_RETRY_SECONDS[refused];
  return known === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(known))) };
}

function writeFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, writeField(value, name)]));
}

function writeField(value: unknown, name: string): unknown {
  if (typeof value === 'number' && INSTANT_FIELD.test(name)) return formatInstant(value);
  if (typeof value === 'number' && name === 'lastSeenOn') return formatDay(value);
  if (Array.isArray(value)) return value.map((item) => writeField(item, ''));
  return typeof value === 'object' && value !== null ? writeFields({ ...value }) : value;
}

/** What the outside may know of a fault: that it passes by itself, or nothing at all. */
export function refuseFault(fault: unknown): Refusal {
  if (fault instanceof Unavailable) return refuse('unavailable', { retryAfter: fault.retryAfterSeconds });
  // The database's, or middy's own `TimeoutError`: the function's time is nearly over. What it was doing may be repeated.
  return refuse(isTransient(fault) ? 'unavailable' : 'internal');
}
