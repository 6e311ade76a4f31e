import type { Outcome, Problem } from './outcome.ts';

export interface TransportOptions {
  /** Address of the service without a slash at the end. */
  url: string;
  fetch: typeof fetch;
  timeoutMilliseconds: number;
}

/** Sends a body (POST) or asks (GET, without one); an answer without the field is not the service's own. */
export type Send = <T>(field: keyof T & string, path: string, body?: object) => Promise<Outcome<T>>;

function secondsOf(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

/** @returns calls that never reject: whatever goes wrong between here and the service is trouble */
export function createTransport({ url, fetch: send, timeoutMilliseconds }: TransportOptions): Send {
  return async <T>(field: keyof T & string, path: string, body?: object): Promise<Outcome<T>> => {
    let retryAfterSeconds: number | null = null;
    try {
      const answer = await send(url + path, {
        ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        credentials: 'omit',
        cache: 'no-store',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      retryAfterSeconds = secondsOf(answer.headers.get('retry-after'));
      const content = (await answer.json()) as object;
      // Without `code` a refusal is a gateway's or a proxy's; from 500 on it says nothing of the license.
      if (answer.ok ? field in content : answer.status < 500 && 'code' in content) {
        return answer.ok
          ? { kind: 'answer', answer: content as T }
          : { kind: 'refused', problem: content as Problem, retryAfterSeconds };
      }
    } catch {
      // No network, a time-out, or an answer that is no JSON object, such as a hotel's login page.
    }
    return { kind: 'trouble', retryAfterSeconds };
  };
}
