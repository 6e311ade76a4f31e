import type { Outcome, Problem } from './outcome.ts';

export interface TransportOptions {
  /** Address of the service without a slash at the end. */
  url: string;
  fetch: typeof fetch;
  timeoutMilliseconds: number;
}

/** Sends a body (POST) or asks (GET, without one). */
export type Send = <T>(path: string, body?: object) => Promise<Outcome<T>>;

function secondsOf(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

/** @returns calls that never reject: whatever goes wrong between here and the service is trouble */
export function createTransport({ url, fetch: send, timeoutMilliseconds }: TransportOptions): Send {
  return async <T>(path: string, body?: object): Promise<Outcome<T>> => {
    let retryAfterSeconds: number | null = null;
    try {
      const answer = await send(url + path, {
        ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        credentials: 'omit',
        cache: 'no-store',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      retryAfterSeconds = secondsOf(answer.headers.get('retry-after'));
      const content = (await answer.json()) as object | null;
      if (answer.ok && content !== null) return { kind: 'answer', answer: content as T };
      // Without `code` it is a gateway's or a proxy's; from 500 on it says nothing of the license.
      if (answer.status < 500 && content !== null && 'code' in content) {
        return { kind: 'refused', problem: content as Problem, retryAfterSeconds };
      }
    } catch {
      // No network, a time-out, or an answer that is not JSON, such as a hotel's login page.
    }
    return { kind: 'trouble', retryAfterSeconds };
  };
}
