import * as v from 'valibot';

/** What is wrong with a request, and where: an RFC 6901 pointer to the unknown, missing or wrong field itself. */
export interface ShapeError {
  readonly pointer: string;
  readonly detail: string;
}

export type Shaped<T> = { readonly value: T } | { readonly errors: readonly ShapeError[] };

/** More mistakes than this are not listed: an answer must not be larger than the worst request. */
const MAX_ERRORS = 100;

/**
 * Checks a value against a schema and reports every mistake at once, the first for each place.
 * What was sent is never repeated in the answer: it may hold a code.
 */
export function checkShape<S extends v.GenericSchema>(schema: S, value: unknown): Shaped<v.InferOutput<S>> {
  const result = v.safeParse(schema, value, { abortEarly: false, message: describeIssue });
  if (result.success) return { value: result.output };
  const errors = new Map<string, ShapeError>();
  for (const issue of result.issues) {
    const pointer = toPointer((issue.path ?? []).map((item) => item.key));
    if (!errors.has(pointer)) errors.set(pointer, { pointer, detail: issue.message });
    if (errors.size === MAX_ERRORS) break;
  }
  return { errors: [...errors.values()] };
}

/** Errors and further ones, the first for each place. */
export function joinErrors(errors: readonly ShapeError[], more: readonly ShapeError[]): readonly ShapeError[] {
  const places = new Map<string, ShapeError>();
  for (const error of [...errors, ...more]) if (!places.has(error.pointer)) places.set(error.pointer, error);
  return [...places.values()].slice(0, MAX_ERRORS);
}

/** Writes an RFC 6901 pointer. */
export function toPointer(path: readonly unknown[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'Must be a string.',
  number: 'Must be a number.',
  boolean: 'Must be true or false.',
  array: 'Must be a list.',
  object: 'Must be an object.',
  strict_object: 'Must be an object.',
  record: 'Must be an object.',
};

/** What a person needs to know of an issue for which the schema has no words of its own. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return 'This field is unknown.';
  if (issue.kind === 'schema' && issue.path !== undefined) return 'This field is required.';
  const type = issue.kind === 'schema' ? TYPES[issue.type] : undefined;
  return type ?? `Must be ${issue.expected ?? 'something else'}.`;
}
