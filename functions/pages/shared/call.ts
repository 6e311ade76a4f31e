/** Why a call was refused, or that it never arrived; the service's problem+json (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly instance: string | null;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
  /** Further fields that a rule names, such as `freeableAt`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export type Outcome<T> =
  | { readonly ok: true; readonly body: T; readonly headers: Headers }
  | { readonly ok: false; readonly problem: Problem };

export interface CallOptions {
  readonly body?: unknown;
  readonly key?: string;
  readonly idempotencyKey?: string;
}

const UNREACHABLE: Problem = {
  status: 0,
  code: 'unreachable',
  title: 'The service could not be reached',
  detail: 'The request left, but no answer came back.',
  remedy: 'Check the connection and try again.',
  instance: null,
  errors: [],
  fields: {},
};

/**
 * Sends one call to the service that this page came from.
 * @param path without a slash in front, so that it also works below a stage's path
 */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<Outcome<T>> {
  const { body, key, idempotencyKey } = options;
  try {
    const response = await fetch(new URL(path, document.baseURI), {
      method,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) return { ok: false, problem: readProblem(response.status, text) };
    const isJson = /\/json\b/.test(response.headers.get('content-type') ?? '');
    return { ok: true, body: (isJson ? JSON.parse(text) : text) as T, headers: response.headers };
  } catch {
    return { ok: false, problem: UNREACHABLE };
  }
}

/** An answer without `code` is the gateway's own (docs/api.md): it says nothing but that it may work later. */
function readProblem(status: number, text: string): Problem {
  const fields = readObject(text);
  const { code, title, detail, remedy, instance, errors } = fields;
  if (typeof code !== 'string') {
    return { ...UNREACHABLE, status, title: 'The service is busy', detail: `It answered ${status}.` };
  }
  return {
    status,
    code,
    title: String(title),
    detail: String(detail),
    remedy: String(remedy),
    instance: typeof instance === 'string' ? instance : null,
    errors: Array.isArray(errors) ? (errors as Problem['errors']) : [],
    fields,
  };
}

function readObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
