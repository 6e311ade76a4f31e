import type { HttpHandler } from '../../functions/http/endpoint.ts';
import type { RouteEntry } from '../routes.ts';

/** Loads the exported handlers of all functions that a route table names: the ones that the stack deploys. */
export async function loadHandlers(routes: readonly RouteEntry[]): Promise<Readonly<Record<string, HttpHandler>>> {
  const names = [...new Set(routes.map((route) => route.function))];
  const modules = await Promise.all(
    names.map((name): Promise<{ handler: HttpHandler }> => import(`../../functions/${name}/handler.ts`)),
  );
  return Object.fromEntries(names.map((name, at) => [name, modules[at]?.handler] as const).filter(hasHandler));
}

function hasHandler(entry: readonly [string, HttpHandler | undefined]): entry is readonly [string, HttpHandler] {
  return entry[1] !== undefined;
}
