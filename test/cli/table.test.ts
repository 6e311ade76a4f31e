import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatSecrets } from '../../functions/runtime/secrets-document.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';
import { openDatabase } from '../../functions/store/client.ts';
import { giveUp, listDeadLetters } from '../../functions/store/dead-letters.ts';
import { readPrinted, runCommand } from '../support/command-line.ts';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';

const LONG = 300_000;
const WEBHOOK = 'crm';

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

  it('R14.2 lists what was given up for a webhook, and puts it back into the queue', { timeout: LONG }, async () => {
    const database = openDatabase({ table, endpoint: variables.DYNAMODB_ENDPOINT });
    for (const sequence of [1, 2]) {
      const delivery = {
        webhook: WEBHOOK,
        license: 'lic_AAAAAAAAAAAAAAAA',
        sequence,
        eventId: `evt_${sequence}`,
        body: '{}',
      };
      await giveUp(database, { ...delivery, queuedAt: 0, replayed: false }, { now: 1, failure: 'status 500' });
    }
    const { out } = await runCommand(['deadletters', 'list', WEBHOOK, '--json'], { variables });
    const listed = readPrinted<{ id: string }[]>(out);
    expect(listed).toMatchObject([{ eventId: 'evt_1', failure: 'status 500' }, { eventId: 'evt_2' }]);
    const words = ['deadletters', 'replay', WEBHOOK, listed[0]?.id ?? '', 'no-such-letter', '--json'];
    const replayed = await runCommand(words, { variables });
    expect([replayed.exit, JSON.parse(replayed.out)]).toEqual([1, { replayed: 1, missing: ['no-such-letter'] }]);
    expect((await runCommand(['deadletters', 'replay', WEBHOOK, '--all'], { variables })).exit).toBe(0);
    expect((await listDeadLetters(database, WEBHOOK, { after: null, limit: 10 })).letters).toEqual([]);
  });
});
