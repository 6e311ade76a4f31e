import type { RefusalCode } from '../core/refusal.ts';
import { REFUSAL_CODES } from '../core/refusal-codes.ts';
import { ACCESS } from './access.ts';
import { describeSchema, namedSchemas } from './openapi-schemas.ts';
import { LINKS } from './operations/links.ts';
import { type AnswerEntry, commonProblems, isRepeatable, type Operation } from './operations/operation.ts';
import { OPERATIONS } from './operations.ts';
import { describeProblem } from './problem.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of the whole service, made from the very schemas that requests are checked with. */
export function buildOpenApi(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of OPERATIONS) {
    const [method = '', path = ''] = operation.key.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Latchkey',
      version,
      description: 'License activation: codes, seats, leases, expiry.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key with one of the scopes.' },
      },
    },
  };
}

function describeOperation(operation: Operation): Json {
  const { id, tag, summary, description, contract, example } = operation;
  const parameters = describeParameters(operation);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(contract.access !== undefined && { security: ACCESS[contract.access].map((scope) => ({ apiKey: [scope] })) }),
    ...(parameters.length > 0 && { parameters }),
    ...(contract.body !== undefined && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: describeSchema(contract.body), examples: { example: { value: example } } },
        },
      },
    }),
    responses: { ...describeAnswers(operation), ...describeProblems(operation) },
  };
}

function describeParameters({ key, contract }: Operation): readonly Json[] {
  const parts = (['path', 'query'] as const).flatMap((place) => {
    const part = contract[place];
    if (part === undefined) return [];
    const { properties = {}, required = [] } = describeSchema(part);
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: place === 'query' ? describeQuery(schema as Json) : schema,
    }));
  });
  return isRepeatable(key, contract) ? [...parts, IDEMPOTENCY_KEY] : parts;
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body give the same answer for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]([ -~]{0,253}[!-~])?$' },
};

/**
 * A query holds text, so the default of a number is a text in the schema; the document shows the number. A text that is
 * left empty is not there (functions/http/admission.ts).
 */
function describeQuery(schema: Json): Json {
  if (schema.type === 'string') return { anyOf: [schema, { const: '' }] };
  return typeof schema.default === 'string' ? { ...schema, default: Number(schema.default) } : schema;
}

function describeAnswers({ id, answers }: Operation): Json {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      const links = LINKS[`${id} ${status}`];
      return [status, { ...describeAnswer(answer), ...(links !== undefined && { links }) }];
    }),
  );
}

function describeAnswer({ description, schema, contentType, headers = {}, example }: AnswerEntry): Json {
  const media = schema === undefined ? { schema: { type: 'string' } } : { schema: describeSchema(schema) };
  const hasBody = schema !== undefined || contentType !== undefined;
  return {
    description,
    headers: {
      'x-request-id': { schema: { type: 'string' } },
      ...Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [name, { description: text, schema: { type: 'string' } }]),
      ),
    },
    ...(hasBody && {
      content: {
        [contentType ?? 'application/json']: {
          ...media,
          ...(example !== undefined && { examples: { example: { value: example } } }),
        },
      },
    }),
  };
}

function describeProblems(operation: Operation): Json {
  const codes = [...new Set([...operation.problems, ...commonProblems(operation)])];
  const byStatus = Map.groupBy(codes, (code) => REFUSAL_CODES[code].status);
  return Object.fromEntries([...byStatus].map(([status, group]) => [status, describeRefusals(group)]));
}

function describeRefusals(codes: readonly RefusalCode[]): Json {
  const problems = codes.map((code) => [code, { value: describeProblem({ refused: code }, 'request-1') }] as const);
  return {
    description: codes.join(', '),
    content: {
      'application/problem+json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] },
        examples: Object.fromEntries(problems),
      },
    },
  };
}
