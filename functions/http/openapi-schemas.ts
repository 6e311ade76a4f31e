import { type JsonSchema, toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { deadLetterAnswer, keyAnswer, webhookAnswer } from './schemas/administration.ts';
import { activatingDevice, knownDevice } from './schemas/device.ts';
import { seatAnswer } from './schemas/device-answer.ts';
import { licenseAnswer, operatedLicenseAnswer } from './schemas/license-answer.ts';
import { problemAnswer } from './schemas/operator-answer.ts';
import { planAnswer } from './schemas/plan.ts';
import { productAnswer } from './schemas/product.ts';

/** Schemas that the document names, so that clients get types with these names. */
const NAMED: Readonly<Record<string, v.GenericSchema>> = {
  License: licenseAnswer,
  OperatedLicense: operatedLicenseAnswer,
  Seat: seatAnswer,
  Product: productAnswer,
  Plan: planAnswer,
  Key: keyAnswer,
  Webhook: webhookAnswer,
  DeadLetter: deadLetterAnswer,
  ActivatingDevice: activatingDevice,
  KnownDevice: knownDevice,
  Problem: problemAnswer,
};

const OPTIONS = {
  target: 'draft-2020-12',
  // What a client sends and gets: before the transformations of the edge.
  typeMode: 'input',
  // Rules that JSON Schema has no words for stand beside it as metadata, or in the descriptions.
  errorMode: 'ignore',
  definitions: NAMED,
  overrideRef: ({ referenceId }: { readonly referenceId: string }) => `#/components/schemas/${referenceId}`,
} as const;

/** The JSON Schema of a valibot schema, with references to {@link namedSchemas}. */
export function describeSchema(schema: v.GenericSchema): JsonSchema {
  const { $schema: _dialect, $defs: _named, ...described } = toJsonSchema(schema, OPTIONS);
  return described;
}

/** `components.schemas` of the document. */
export function namedSchemas(): Readonly<Record<string, JsonSchema>> {
  return toJsonSchemaDefs(NAMED, OPTIONS);
}
