import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPrinted, runCommand } from '../support/command-line.ts';
import { giveUpDeliveries } from '../support/dead-letter.ts';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';

const LONG = 300_000;
const WEBHOOK = 'crm';

interface Listed {
  readonly id: string;
}

describe('latchkey deadletters', () => {
  const table = `cli-${randomBytes(8).toString('hex')}`;
  const { endpoint } = anyEngine();
  let service: RunningService;
  let variables: Record<string, string>;
  beforeAll(async () => {
    service = await startService(anyEngine(), { LATCHKEY_TABLE: table });
    variables = { LATCHKEY_URL: service.url, LATCHKEY_KEY: 'test-admin-key' };
    await service.operate('PUT', `/v1/webhooks/${WEBHOOK}`, { url: 'https://crm.example/latchkey' });
  });
  afterAll(() => service.stop());
  const latchkey = (...words: string[]) => runCommand(['deadletters', ...words], { variables });

  it('R14.2 lists what was given up for a webhook, and has it sent again', { timeout: LONG }, async () => {
    // More than one call sends again.
    const letters = Array.from({ length: 52 }, (_, at) => ({ webhook: WEBHOOK, sequence: at + 1 }));
    await giveUpDeliveries({ table, endpoint }, letters);
    const listed = readPrinted<Listed[]>((await latchkey('list', WEBHOOK, '--json')).out);
    expect(listed).toHaveLength(52);
    expect(listed[0]).toMatchObject({ eventId: 'evt_1', type: 'license.expired', failure: 'status 500' });
    const replayed = await latchkey('replay', WEBHOOK, listed[0]?.id ?? '', 'no-such-letter', '--json');
    expect([replayed.exit, JSON.parse(replayed.out)]).toEqual([1, { replayed: 1, missing: ['no-such-letter'] }]);
    const all = await latchkey('replay', WEBHOOK, '--all', '--json');
    expect([all.exit, JSON.parse(all.out)]).toEqual([0, { replayed: 51, missing: [] }]);
    expect((await latchkey('list', WEBHOOK)).out).toBe('Nothing was given up.\n');
  });

  it('says what is wrong before it asks, and what the service refuses', { timeout: LONG }, async () => {
    expect((await latchkey('list', '../keys')).exit).toBe(2);
    expect((await latchkey('replay', WEBHOOK)).exit).toBe(2);
    expect((await latchkey('replay', WEBHOOK, 'a letter')).exit).toBe(2);
    expect((await latchkey('list', 'nobody')).exit).toBe(1);
  });
});
