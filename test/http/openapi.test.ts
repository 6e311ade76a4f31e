import { describe, expect, test } from 'vitest';
import { REFUSAL_CODES } from '../../functions/core/refusal-codes.ts';
import { readSeatId } from '../../functions/core/seat.ts';
import { ACCESS } from '../../functions/http/access.ts';
import { buildOpenApi } from '../../functions/http/openapi.ts';
import { license, SEAT_ID } from '../../functions/http/operations/examples.ts';
import { LINKS } from '../../functions/http/operations/links.ts';
import { OPERATIONS } from '../../functions/http/operations.ts';
import { checkShape } from '../../functions/http/shape.ts';
import { ROUTES } from '../../infra/routes.ts';

interface Media {
  readonly schema: Record<string, unknown>;
}
interface Described {
  readonly operationId: string;
  readonly security?: readonly { readonly apiKey: readonly string[] }[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: Record<string, unknown>;
  }[];
  readonly requestBody?: { readonly content: Record<string, Media> };
  readonly responses: Record<
    string,
    { readonly content?: Record<string, Media & { examples?: object }>; readonly links?: Record<string, Link> }
  >;
}
interface Link {
  readonly operationId: string;
  readonly parameters?: Readonly<Record<string, string>>;
}
interface Document {
  readonly paths: Record<string, Record<string, Described>>;
  readonly components: { readonly schemas: Record<string, Record<string, unknown>> };
}

// As it is served: through JSON.
const document = JSON.parse(JSON.stringify(buildOpenApi('1.2.3'))) as Document;
const described = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const activate = document.paths['/v1/activations']?.post;

/** Pages for people, which are no calls. */
const isPage = (path: string) => /^\/(docs|console|portal)\b/.test(path);

describe('the registry of operations', () => {
  test('has every route of the service but pages, and no other', () => {
    const routes = ROUTES.filter(({ path }) => !isPage(path)).map(({ method, path }) => `${method} ${path}`);
    expect(OPERATIONS.map(({ key }) => key).sort()).toEqual(routes.sort());
  });

  test('R4.2 its example of a seat id names a class of its example of a license', () => {
    expect(Object.keys(license.seats)).toContain(readSeatId(SEAT_ID)?.seatClass);
  });

  test('names every operation once', () => {
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
  });

  test.each(OPERATIONS.filter(({ contract }) => contract.body !== undefined))(
    '$id: its example is a valid request',
    ({ contract, example }) => {
      expect(contract.body && checkShape(contract.body, example)).toHaveProperty('value');
    },
  );

  test.each(
    OPERATIONS.flatMap(({ id, answers }) =>
      Object.entries(answers).map(([status, answer]) => ({ id, status, answer })),
    ).filter(({ answer }) => answer.example !== undefined),
  )('$id $status: its example is a valid answer', ({ answer }) => {
    expect(answer.schema && checkShape(answer.schema, answer.example)).toHaveProperty('value');
  });

  test('every operator call says whose key it takes, every other call takes none', () => {
    const withKey = OPERATIONS.filter(({ contract }) => contract.access !== undefined).map(({ tag }) => tag);
    const without = OPERATIONS.filter(({ contract }) => contract.access === undefined).map(({ tag }) => tag);
    expect([...new Set(without)].sort()).toEqual(['applications', 'owners', 'service']);
    expect(withKey).not.toContain('applications');
  });

  test('every kind of access is used by some call', () => {
    const used = new Set(OPERATIONS.flatMap(({ contract }) => contract.access ?? []));
    expect([...used].sort()).toEqual(Object.keys(ACCESS).sort());
  });
});

describe('the OpenAPI document', () => {
  test('has no reference that leads nowhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
    expect(references.length).toBeGreaterThan(20);
    for (const target of new Set(references)) {
      expect(target).toMatch(/^#\/components\/schemas\//);
      expect(document.components.schemas).toHaveProperty(target?.split('/').at(-1) ?? '');
    }
  });

  test('keeps no dialect or definitions of single schemas', () => {
    expect(JSON.stringify(document)).not.toMatch(/"\$(schema|defs)"/);
  });

  test('shows the bounds that requests are checked with', () => {
    expect(activate?.requestBody?.content['application/json']?.schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['code', 'product', 'device'],
      properties: { clientTime: { type: 'string', format: 'date-time' } },
    });
    expect(document.components.schemas.ActivatingDevice).toMatchObject({
      required: ['platform'],
      anyOf: [{ required: ['fingerprint'] }, { required: ['components'] }],
      properties: {
        fingerprint: { type: 'string', minLength: 16, maxLength: 256 },
        components: { type: 'object', maxProperties: 8, propertyNames: { pattern: expect.any(String) as string } },
      },
    });
    expect(document.components.schemas.Plan).toMatchObject({
      properties: {
        term: { properties: { days: { anyOf: [{ type: 'integer', minimum: 1, maximum: 36_500 }, { type: 'null' }] } } },
      },
    });
  });

  test('path, query and header parameters are described', () => {
    const list = document.paths['/v1/licenses']?.get;
    expect(list?.parameters?.map(({ name }) => name)).toEqual(['batch', 'email', 'orderId', 'cursor', 'limit']);
    expect(list?.parameters?.at(-1)?.schema).toEqual({ type: 'integer', minimum: 1, maximum: 100, default: 50 });
    const block = document.paths['/v1/licenses/{id}/block']?.post;
    expect(block?.parameters?.map((one) => [one.name, one.in])).toEqual([
      ['id', 'path'],
      ['Idempotency-Key', 'header'],
    ]);
    expect(block?.security).toEqual([{ apiKey: ['support'] }]);
    expect(activate?.security).toBeUndefined();
  });

  test('every template parameter of a path is described', () => {
    const templates = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((one) => [
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
        (one.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name),
      ]),
    );
    for (const [inPath, inParameters] of templates) expect(inParameters).toEqual(inPath);
  });

  test('every link leads to a call, and to parameters that it has', () => {
    const byId = new Map(described.map((one) => [one.operationId, one]));
    const links = described.flatMap(({ responses }) => Object.values(responses).map(({ links = {} }) => links));
    const targets = links.flatMap((each) => Object.values(each));
    expect(targets).not.toEqual([]);
    for (const { operationId, parameters = {} } of targets) {
      const known = (byId.get(operationId)?.parameters ?? []).map(({ name }) => name);
      expect([operationId, known]).toEqual([operationId, expect.arrayContaining(Object.keys(parameters))]);
    }
    for (const [answer, each] of Object.entries(LINKS)) {
      const [id = '', status = ''] = answer.split(' ');
      expect([answer, byId.get(id)?.responses[status]?.links]).toEqual([answer, each]);
    }
  });

  test('every problem code stands somewhere, with an example under its status', () => {
    const shown = new Map<string, number>();
    for (const { responses } of described) {
      for (const [status, { content }] of Object.entries(responses)) {
        for (const code of Object.keys(content?.['application/problem+json']?.examples ?? {}))
          shown.set(code, Number(status));
      }
    }
    // The server itself refuses unknown paths and methods: 405 belongs to no operation.
    const { method_not_allowed: _server, ...expected } = REFUSAL_CODES;
    const statuses = Object.fromEntries(Object.entries(expected).map(([code, { status }]) => [code, status]));
    expect(Object.fromEntries(shown)).toEqual(statuses);
  });
});
