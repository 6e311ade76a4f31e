import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/command-line.ts';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { offerPlan, stockShop } from '../support/shop.ts';

const LONG = 300_000;

/** More than one request takes. */
const MANY = Array.from({ length: 600 }, (_, at) => `{"key":"OLD-SHOP-KEY-${String(at).padStart(6, '0')}"}`);

describe('latchkey import', () => {
  let service: RunningService;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-import-'));
    service = await startService(anyEngine());
    await stockShop(service);
    await offerPlan(service, 'moved');
  });
  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function bring(name: string, text: string) {
    const file = join(folder, name);
    await writeFile(file, text);
    const variables = { LATCHKEY_URL: service.url, LATCHKEY_KEY: 'test-admin-key' };
    return runCommand(['import', file, '--plan', 'moved', '--json'], { variables });
  }

  const lookUp = async (code: string) => (await service.operate('POST', '/v1/licenses/lookup', { code })).body;

  it('takes over keys with what was known of them, and says which lines it cannot', { timeout: LONG }, async () => {
    const lines = [
      '\uFEFFkey,email,name,startedAt,expiresAt,orderId,metadata.crm',
      'OLD-SHOP-KEY-000001,ada@example.com,"Lovelace, Ada",2026-01-31,2027-01-31,order-1,7',
      '',
      'OLD-SHOP-KEY-000002,,,,,,',
      'OLD-SHOP-KEY-000001,,,,,,',
      'OLD-SHOP-KEY-000003,,,2027-01-31,2026-01-31,,',
    ];
    const first = await bring('keys.csv', lines.join('\r\n'));
    const refused = [
      { line: 5, code: 'request_invalid', reason: 'stands_twice', detail: 'The key stands twice in this request.' },
      {
        line: 6,
        code: 'request_invalid',
        reason: 'ends_before_start',
        detail: 'The term of the key ends before it starts.',
      },
    ];
    expect([first.exit, JSON.parse(first.out)]).toEqual([1, { imported: 2, before: 0, refused }]);
    expect(first.told).toContain('Line 6: The term of the key ends before it starts.');
    expect(await lookUp('OLD-SHOP-KEY-000001')).toMatchObject({
      customer: { email: 'ada@example.com', name: 'Lovelace, Ada' },
      startedAt: '2026-01-31T00:00:00.000Z',
      expiresAt: '2027-01-31T00:00:00.000Z',
      orderId: 'order-1',
      metadata: { crm: '7' },
    });
    const corrected = await bring('keys.csv', [...lines.slice(0, 4), 'OLD-SHOP-KEY-000003,,,,,,'].join('\n'));
    expect([corrected.exit, JSON.parse(corrected.out)]).toEqual([0, { imported: 1, before: 2, refused: [] }]);
  });

  it('sends a long file in parts that the service takes', { timeout: LONG }, async () => {
    const note = 'x'.repeat(700);
    const items = Array.from({ length: 620 }, (_, at) => ({
      key: `LONG-FILE-${String(at).padStart(8, '0')}`,
      metadata: at % 2 === 0 ? { note } : {},
    }));
    const { exit, out } = await bring('long.ndjson', items.map((item) => JSON.stringify(item)).join('\n'));
    expect([exit, JSON.parse(out)]).toEqual([0, { imported: 620, before: 0, refused: [] }]);
    expect(await lookUp(items.at(-1)?.key ?? '')).toMatchObject({ state: 'issued', plan: 'moved' });
  });

  it.each([
    ['no-key.csv', 'code\nOLD-SHOP-KEY-000009\n', 2, 'no column code'],
    ['torn.csv', 'key,name\n"OLD-SHOP-KEY-000009,Ada\n', 2, 'torn.csv: Quote Not Closed'],
    ['line.ndjson', '{"key":"OLD-SHOP-KEY-000009"}\n[]\n', 2, 'Line 2 is not a JSON object.'],
    ['late.ndjson', `${MANY.join('\n')}\n[]\n`, 2, `Line ${MANY.length + 1} is not a JSON object.`],
    [
      'short.csv',
      'key,orderId\n\nOLD-SHOP-KEY-000009,o\nSHORT,o\n',
      1,
      'Line 4, key: Must be at least 16 characters long.',
    ],
    ['gone/keys.csv', '', 7, 'ENOENT'],
    ['/dev/stdin', '', 2, 'must be a file and no pipe'],
  ])('imports nothing of %s and says where it is wrong', { timeout: LONG }, async (name, text, exit, message) => {
    const ended = name.includes('/')
      ? await runCommand(['import', resolve(folder, name), '--plan', 'moved'], {
          variables: { LATCHKEY_URL: service.url, LATCHKEY_KEY: 'test-admin-key' },
        })
      : await bring(name, text);
    expect(ended.told).toContain(message);
    expect(ended.exit).toBe(exit);
    expect((await lookUp('OLD-SHOP-KEY-000009')).code).toBe('code_malformed');
  });
});
