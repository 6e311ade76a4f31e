import type { ClientOptions } from '../../functions/client/options.ts';
import { DEVICE, PRODUCT, START } from '../vectors/lease-vectors.ts';

/** What the network does with a call: answers, or fails as it does without a cable. */
export type Network = (path: string, body: Record<string, unknown> | null) => Response | 'unreachable';

/** A JSON answer. */
export function json(status: number, content: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(content), { status, headers });
}

/** A client's surroundings: a store in memory, a clock that the test sets, and a network that it plays. */
export function createSurroundings(network: Network) {
  let saved: string | null = null;
  const surroundings = {
    local: START,
    network,
    calls: [] as { path: string; body: Record<string, unknown> | null }[],
    saves: 0,
    get saved() {
      return saved;
    },
    set saved(text: string | null) {
      saved = text;
    },
  };
  const options: ClientOptions = {
    url: 'https://license.example.com/',
    product: PRODUCT,
    device: DEVICE,
    store: {
      load: () => saved,
      save: (text) => {
        saved = text;
        surroundings.saves += 1;
      },
    },
    now: () => surroundings.local,
    random: () => 0,
    fetch: async (input, init) => {
      const path = new URL(input instanceof Request ? input.url : input).pathname;
      const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : null;
      surroundings.calls.push({ path, body });
      const answer = surroundings.network(path, body);
      if (answer === 'unreachable') throw new TypeError('fetch failed');
      return answer;
    },
  };
  return { surroundings, options };
}
