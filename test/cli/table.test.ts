import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatSecrets } from '../../functions/runtime/secrets-document.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';
import { runCommand } from '../support/command-line.ts';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';

const LONG = 300_000;

describe('latchkey with AWS credentials', () => {
  const table = `cli-${randomBytes(8).toString('hex')}`;
  let service: RunningService;
  let variables: Record<string, string>;
  beforeAll(async () => {
    const engine = anyEngine();
    variables = {
      LATCHKEY_TABLE: table,
      LATCHKEY_SECRETS: formatSecrets(createSecrets()),
      DYNAMODB_ENDPOINT: engine.endpoint,
    };
    service = await startService(engine, variables);
  });
  afterAll(() => service.stop());

  it('makes a key that the service takes, and no second one by mistake', { timeout: LONG }, async () => {
    const refused = await runCommand(['keys', 'bootstrap', '--json'], { variables });
    expect(refused.exit).toBe(1);
    const { exit, out } = await runCommand(['keys', 'bootstrap', '--another', '--json'], { variables });
    expect(exit).toBe(0);
    const { key, prefix } = JSON.parse(out) as { key: string; prefix: string };
    const listed = await service.call('GET', '/v1/keys', undefined, { authorization: `Bearer ${key}` });
    const { items } = listed.body as { items: object[] };
    expect(items).toEqual(expect.arrayContaining([expect.objectContaining({ prefix, name: 'first' })]));
    const without = { DYNAMODB_ENDPOINT: variables.DYNAMODB_ENDPOINT ?? '', LATCHKEY_TABLE: table };
    expect((await runCommand(['keys', 'bootstrap'], { variables: without })).exit).toBe(2);
  });
});
