import { isDeepStrictEqual } from 'node:util';

/** What applying an entry would do. */
export interface Change {
  readonly kind: 'products' | 'plans';
  readonly id: string;
  readonly isNew: boolean;
  readonly fields: readonly FieldChange[];
}

export interface FieldChange {
  /** The names from the entry downwards: `seats.desktop`. */
  readonly path: string;
  /** Undefined for what is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

/** The fields in which two entries differ; lists count as a whole unless they hold objects. */
export function compareEntries(before: unknown, after: unknown, path = ''): readonly FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, before, after }];
  }
  const [old, fresh] = [fieldsOf(before), fieldsOf(after)];
  const names = new Set([...Object.keys(old), ...Object.keys(fresh)]);
  return [...names].flatMap((name) => compareEntries(old[name], fresh[name], path === '' ? name : `${path}.${name}`));
}

function isBranch(value: unknown): value is object {
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object' && item !== null);
  return typeof value === 'object' && value !== null;
}

function fieldsOf(value: object): Readonly<Record<string, unknown>> {
  return value as Record<string, unknown>;
}

/** Changes for a person to read. */
export function formatChanges(changes: readonly Change[]): string {
  return changes.map(formatChange).join('\n');
}

function formatChange({ kind, id, isNew, fields }: Change): string {
  const lines = fields.map(({ path, before, after }) => {
    if (before === undefined) return `    + ${path}: ${JSON.stringify(after)}`;
    if (after === undefined) return `    - ${path}: ${JSON.stringify(before)}`;
    return `    ~ ${path}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
  });
  return [`${isNew ? '+' : '~'} ${kind === 'products' ? 'product' : 'plan'} ${id}`, ...lines].join('\n');
}
