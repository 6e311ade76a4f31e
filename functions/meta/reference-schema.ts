import type { SchemaObject } from './document.ts';
import { type Html, html } from './html.ts';

/** Fields within fields are shown so deep; the contract nests no deeper than this. */
const DEEPEST = 6;

/** The fields of an object, each with its type, its bounds and its own fields. */
export function renderFields(schema: SchemaObject, depth = 0): Html | null {
  const fields = Object.entries(fieldsOf(schema));
  if (fields.length === 0 || depth > DEEPEST) return null;
  const required = new Set(objectOf(schema).required);
  return html`<dl class="fields">${fields.map(([name, field]) => renderField(name, field, required.has(name), depth))}</dl>`;
}

function renderField(name: string, field: SchemaObject, required: boolean, depth: number): Html {
  const bounds = boundsOf(field);
  return html`<dt><code>${name}</code> ${renderType(field)}${required ? null : html` <span class="optional">optional</span>`}</dt>
<dd>${bounds.length > 0 && html`<p>${bounds.join(', ')}</p>`}${renderFields(innerOf(field), depth + 1)}</dd>`;
}

/** The type of a value in words, with links to the schemas that have a name. */
export function renderType(schema: SchemaObject): Html {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  if (schema.anyOf !== undefined && !isConstraint(schema)) {
    return html`${schema.anyOf.map((one, at) => html`${at > 0 ? ' or ' : null}${renderType(one)}`)}`;
  }
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum !== undefined) {
    return html`${schema.enum.map((value, at) => html`${at > 0 ? ' | ' : null}<code>${String(value)}</code>`)}`;
  }
  if (schema.type === 'array') return html`list of ${renderType(schema.items ?? {})}`;
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return html`object of ${renderType(schema.additionalProperties)}`;
  }
  return html`${schema.format ?? schema.type ?? 'any value'}`;
}

/** `anyOf` may also bind what an object says by itself, such as "one of these two fields". */
function isConstraint(schema: SchemaObject): boolean {
  return schema.properties !== undefined;
}

function boundsOf(schema: SchemaObject): readonly string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = numericOf(schema);
  return [
    range(minimum, maximum, ''),
    range(minLength, maxLength, ' characters'),
    range(minItems || undefined, maxItems, ' items'),
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter((text) => text !== '');
}

function numericOf(schema: SchemaObject): SchemaObject {
  return schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`;
  if (most !== undefined) return `at most ${most}${unit}`;
  return least === undefined ? '' : `at least ${least}${unit}`;
}

/** What a value holds: of a list its items, of something nullable what it is otherwise. */
function innerOf(schema: SchemaObject): SchemaObject {
  if (schema.type === 'array') return innerOf(schema.items ?? {});
  if (typeof schema.additionalProperties === 'object') return innerOf(schema.additionalProperties);
  return schema;
}

function objectOf(schema: SchemaObject): SchemaObject {
  if (schema.properties !== undefined) return schema;
  return schema.anyOf?.find((one) => one.properties !== undefined) ?? {};
}

function fieldsOf(schema: SchemaObject): Readonly<Record<string, SchemaObject>> {
  return objectOf(schema).properties ?? {};
}
