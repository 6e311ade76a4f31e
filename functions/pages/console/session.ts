import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { call, type Outcome } from '../shared/call.ts';

/** Calls with the operator's key, which lives here alone: in memory, until the page is closed or left. */
export interface Session {
  get<T>(path: string): Promise<Outcome<T>>;
  /** @param idempotencyKey the same for every try of one and the same wish */
  post<T>(path: string, body: unknown, idempotencyKey?: string): Promise<Outcome<T>>;
  put<T>(path: string, body: unknown): Promise<Outcome<T>>;
  patch<T>(path: string, body: unknown): Promise<Outcome<T>>;
  remove<T>(path: string): Promise<Outcome<T>>;
  readonly signOut: () => void;
}

/** @param onEnd called when the operator leaves, or when the service no longer takes the key */
export function createSession(key: string, onEnd: (why: 'left' | 'refused') => void): Session {
  const send = async <T>(method: string, path: string, options: { body?: unknown; idempotencyKey?: string }) => {
    const outcome = await call<T>(method, path, { ...options, key });
    if (!outcome.ok && outcome.problem.code === 'unauthorized') onEnd('refused');
    return outcome;
  };
  return {
    get: (path) => send('GET', path, {}),
    post: (path, body, idempotencyKey) =>
      send('POST', path, { body, ...(idempotencyKey !== undefined && { idempotencyKey }) }),
    put: (path, body) => send('PUT', path, { body }),
    patch: (path, body) => send('PATCH', path, { body }),
    remove: (path) => send('DELETE', path, {}),
    signOut: () => onEnd('left'),
  };
}

export const SessionContext = createContext<Session | null>(null);

/** The session of the operator who is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('nobody is signed in');
  return session;
}
