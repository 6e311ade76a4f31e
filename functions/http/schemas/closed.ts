import * as v from 'valibot';

type Dataset = v.OutputDataset<unknown, v.BaseIssue<unknown>>;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(input: unknown, key: string, origin: 'key' | 'value'): v.ObjectPathItem {
  const known = input as Record<string, unknown>;
  return { type: 'object', origin, input: known, key, value: undefined };
}

/**
 * An object without other fields than these. Unlike valibot's `strictObject` it reports *every* unknown field, also
 * those named like a property of `Object.prototype` (`__proto__`, `constructor`), and takes no array for an object.
 */
export function closed<const E extends v.ObjectEntries>(entries: E): v.StrictObjectSchema<E, undefined> {
  const known = v.object(entries);
  const schema = v.strictObject(entries);
  return Object.assign(schema, {
    '~run'(dataset: v.UnknownDataset, config: v.Config<v.BaseIssue<unknown>>) {
      const input = dataset.value;
      if (!isObject(input)) {
        v._addIssue(schema, 'type', dataset, config);
        return dataset;
      }
      const checked = known['~run'](dataset, config);
      for (const key of Object.keys(input)) {
        if (Object.hasOwn(entries, key)) continue;
        v._addIssue(schema, 'key', checked, config, { expected: 'never', path: [at(input, key, 'key')] });
      }
      return checked;
    },
  }) as v.StrictObjectSchema<E, undefined>;
}

/** An object from names to values. Unlike valibot's `record` it passes over no name, however odd, and takes no array. */
export function dictionary<const V extends v.GenericSchema>(
  name: v.GenericSchema<string, string>,
  value: V,
): v.RecordSchema<v.GenericSchema<string, string>, V, undefined> {
  const schema = v.record(name, value);
  return Object.assign(schema, {
    '~run'(dataset: v.UnknownDataset, config: v.Config<v.BaseIssue<unknown>>) {
      const input = dataset.value;
      if (!isObject(input)) {
        v._addIssue(schema, 'type', dataset, config);
        return dataset;
      }
      const output: [string, unknown][] = [];
      const issues: v.BaseIssue<unknown>[] = [];
      for (const [key, entry] of Object.entries(input)) {
        const checkedKey: Dataset = name['~run']({ value: key }, config);
        const checkedValue: Dataset = value['~run']({ value: entry }, config);
        for (const issue of checkedKey.issues ?? []) issues.push({ ...issue, path: [at(input, key, 'key')] });
        for (const issue of checkedValue.issues ?? []) {
          issues.push({ ...issue, path: [at(input, key, 'value'), ...(issue.path ?? [])] });
        }
        output.push([key, checkedValue.value]);
      }
      // fromEntries defines each property; an assignment to `__proto__` would set the prototype instead.
      const result = { typed: issues.length === 0, value: Object.fromEntries(output) };
      const [first, ...rest] = issues;
      return first === undefined ? result : { ...result, issues: [first, ...rest] };
    },
  }) as v.RecordSchema<v.GenericSchema<string, string>, V, undefined>;
}

/** A mistake that concerns more than one field: its place (names from this object downwards) and what is wrong. */
export interface Mistake {
  readonly path: readonly [string, ...string[]];
  readonly detail: string;
}

/**
 * A rule over several fields of one object. It runs beside the rules of the single fields, so that all mistakes are
 * reported at once; `find` therefore sees values that may be of the wrong type or missing.
 */
export function across<T>(find: (value: Readonly<Record<string, unknown>>) => readonly Mistake[]): v.RawCheckAction<T> {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    const value: unknown = dataset.value;
    if (!isObject(value)) return;
    for (const { path, detail } of find(value)) {
      const [first, ...rest] = path;
      addIssue({ message: detail, path: [at(value, first, 'value'), ...rest.map((key) => at(value, key, 'value'))] });
    }
  });
}
