import * as v from 'valibot';
import type { PlanDraft } from '../core/catalog-rules.ts';
import { dictionary } from '../http/schemas/closed.ts';
import { kind } from '../http/schemas/plan-parts.ts';
import { id, versionBound } from '../http/schemas/text.ts';

const named = dictionary(id, v.unknown());
const termDays = v.looseObject({ days: v.nullable(v.number()) });
const renewal = v.nullable(v.looseObject({ withoutPreviousDays: v.number() }));
const deviceMatch = v.looseObject({ weights: v.record(v.string(), v.number()) });

function read<const S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> | undefined {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Each item of a list in its place, read by itself. */
function each<T>(value: unknown, readItem: (fields: Readonly<Record<string, unknown>>) => T): readonly T[] | undefined {
  return Array.isArray(value) ? value.map((item) => readItem(fieldsOf(item))) : undefined;
}

/** Reads what can be read of a plan whose shape is wrong, every part by itself. */
export function readPlanDraft(body: unknown): PlanDraft {
  const fields = fieldsOf(body);
  return {
    kind: read(kind, fields.kind),
    family: read(id, fields.family),
    term: read(termDays, fields.term),
    seats: read(named, fields.seats),
    products: each(fields.products, (product) => {
      const known = read(id, product.id);
      const [minVersion, maxVersion] = [read(versionBound, product.minVersion), read(versionBound, product.maxVersion)];
      return known === undefined ? undefined : { id: known, minVersion, maxVersion };
    }),
    afterExpiry: each(fields.afterExpiry, (rule) => ({
      osVersionBelow: read(versionBound, rule.osVersionBelow),
      osVersionFrom: read(versionBound, rule.osVersionFrom),
      components: read(named, rule.components),
    })),
    renewal: read(renewal, fields.renewal),
    deviceMatch: read(deviceMatch, fields.deviceMatch),
  };
}
