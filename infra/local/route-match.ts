import type { RouteEntry } from '../routes.ts';

/** What a request line leads to. */
export type Match =
  | { readonly found: 'route'; readonly route: RouteEntry; readonly parameters: Readonly<Record<string, string>> }
  /** The path is known, but not with this method. */
  | { readonly found: 'path'; readonly allowed: readonly string[] }
  | { readonly found: 'nothing' };

interface Template {
  readonly path: string;
  readonly segments: readonly string[];
  readonly routes: readonly RouteEntry[];
}

const NOTHING: Match = { found: 'nothing' };

/**
 * Makes the matcher of a route table, as API Gateway matches: a fixed segment goes before a parameter, a parameter
 * before the rest of a path; a parameter is percent-decoded once and never empty.
 */
export function createMatcher(routes: readonly RouteEntry[]): (method: string, path: string) => Match {
  const templates: readonly Template[] = [...Map.groupBy(routes, ({ path }) => path)]
    .map(([path, group]) => ({ path, segments: path.split('/'), routes: group }))
    .sort((a, b) => rank(a).localeCompare(rank(b)));
  return (method, path) => {
    const segments = decode(path);
    if (segments === null) return NOTHING;
    for (const template of templates) {
      const parameters = readParameters(template.segments, segments);
      if (parameters === null) continue;
      const route = template.routes.find((candidate) => candidate.method === method);
      if (route !== undefined) return { found: 'route', route, parameters };
      return { found: 'path', allowed: template.routes.map((candidate) => candidate.method).sort() };
    }
    return NOTHING;
  };
}

function rank({ segments }: Template): string {
  return segments.map((segment) => (segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0')).join('');
}

function decode(path: string): readonly string[] | null {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
}

function readParameters(template: readonly string[], path: readonly string[]): Readonly<Record<string, string>> | null {
  const parameters: [string, string][] = [];
  for (const [at, part] of template.entries()) {
    const segment = path[at];
    if (segment === undefined) return null;
    if (part.endsWith('+}')) {
      const rest = path.slice(at).join('/');
      return rest === '' ? null : Object.fromEntries([...parameters, [part.slice(1, -2), rest]]);
    }
    if (!part.startsWith('{')) {
      if (part !== segment) return null;
    } else if (segment === '') return null;
    else parameters.push([part.slice(1, -1), segment]);
  }
  return template.length === path.length ? Object.fromEntries(parameters) : null;
}
