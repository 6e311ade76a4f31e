import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/command-line.ts';
import { anyEngine } from '../support/engines.ts';
import { issueWithKill, readCodes } from '../support/killed-issue.ts';
import { type RunningService, startService } from '../support/local-service.ts';

const KEY = 'test-admin-key';
const PLAN = 'office-security-1y';
const QUANTITY = 5000;
const LONG = 600_000;

describe('latchkey issue', () => {
  let service: RunningService;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-issue-'));
    service = await startService(anyEngine());
  });
  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const listBatch = async (batch: string): Promise<readonly string[]> => {
    const variables = { LATCHKEY_URL: service.url, LATCHKEY_KEY: KEY };
    const { out } = await runCommand(['find', '--batch', batch, '--limit', '100000', '--json'], { variables });
    return (JSON.parse(out) as { id: string }[]).map(({ id }) => id);
  };
  const issue = (...words: string[]) =>
    runCommand(['issue', '--plan', PLAN, ...words], { variables: { LATCHKEY_URL: service.url, LATCHKEY_KEY: KEY } });

  it('killed half-way and given again, issues each code once: as many in the file as in the table', {
    timeout: LONG,
  }, async () => {
    const file = join(folder, 'killed.csv');
    const order = { url: service.url, key: KEY, plan: PLAN, batch: 'killed', quantity: QUANTITY, chunk: 250, file };
    const [killed, resumed] = await issueWithKill(order);
    expect(killed.exit).toBe(null);
    expect(resumed.exit).toBe(0);
    const codes = await readCodes(file);
    expect(new Set(codes.map(([code]) => code)).size).toBe(QUANTITY);
    expect(codes.length).toBe(QUANTITY);
    const listed = await listBatch('killed');
    expect(listed.length).toBe(QUANTITY);
    expect(new Set(listed)).toEqual(new Set(codes.map(([, license]) => license)));
    const [code, license] = codes[QUANTITY / 2] ?? [];
    const looked = await service.operate('POST', '/v1/licenses/lookup', { code });
    expect(looked.body).toMatchObject({ id: license });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.startsWith('killed'))).toEqual(['killed.csv']);
  });

  it('gives codes again that the service had issued before they reached the file', { timeout: LONG }, async () => {
    const file = join(folder, 'lost.ndjson');
    const run = '0123456789abcdef0123456789abcdef';
    const order = { batch: 'lost', plan: PLAN };
    const asked = { run, quantity: 3, chunk: 2, format: 'ndjson', order, url: service.url };
    await writeFile(`${file}.run.json`, JSON.stringify(asked));
    const first = await service.operate(
      'POST',
      '/v1/codes',
      { ...order, quantity: 2 },
      { 'idempotency-key': `${run}-0` },
    );
    const words = ['--quantity', '3', '--chunk', '2', '--batch', 'lost', '--out', file, '--json'];
    const { exit, out } = await issue(...words);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual({ batch: 'lost', quantity: 3, file, format: 'ndjson' });
    const listed = await listBatch('lost');
    expect(listed.length).toBe(3);
    const { codes } = first.body as { codes: { licenseId: string }[] };
    expect(listed).toEqual(expect.arrayContaining(codes.map(({ licenseId }) => licenseId)));
  });

  it.each([
    ['torn.csv', 'code,license\nAAAAA-', 'csv'],
    ['empty.ndjson', '', 'ndjson'],
    ['gone.ndjson', null, 'ndjson'],
  ])('does not go on after a day, however often it is asked: %s', { timeout: LONG }, async (name, text, format) => {
    const file = join(folder, name);
    const order = { batch: name, plan: PLAN };
    const asked = { run: '0123456789abcdef', quantity: 3, chunk: 2, format, order, url: service.url };
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    await writeFile(`${file}.run.json`, JSON.stringify(asked));
    await utimes(`${file}.run.json`, yesterday, yesterday);
    if (text !== null) {
      await writeFile(file, text);
      await utimes(file, yesterday, yesterday);
    }
    for (let times = 0; times < 2; times += 1) {
      const { exit, told } = await issue('--quantity', '3', '--chunk', '2', '--batch', name, '--out', file);
      expect(exit).toBe(1);
      expect(told).toContain('stopped a day ago with 0 of 3');
    }
    expect(await listBatch(name)).toEqual([]);
  });

  it('writes over no file, and goes on with no other order', { timeout: LONG }, async () => {
    const file = join(folder, 'there.csv');
    await writeFile(file, 'mine\n');
    expect((await issue('--quantity', '1', '--out', file)).exit).toBe(2);
    const other = {
      run: 'r',
      quantity: 9,
      chunk: 500,
      format: 'csv',
      order: { batch: 'b', plan: PLAN },
      url: service.url,
    };
    await writeFile(`${file}.run.json`, JSON.stringify(other));
    const { exit, told } = await issue('--quantity', '1', '--out', file);
    expect(exit).toBe(2);
    expect(told).toContain('other options');
  });

  it('tells what the service refuses, and leaves nothing behind', { timeout: LONG }, async () => {
    const file = join(folder, 'refused.csv');
    const { exit, told } = await runCommand(
      ['issue', '--plan', 'no-such-plan', '--quantity', '1', '--out', file, '--json'],
      { variables: { LATCHKEY_URL: service.url, LATCHKEY_KEY: KEY } },
    );
    expect(exit).toBe(1);
    expect(JSON.parse(told)).toMatchObject({ exit: 1, problem: { code: 'plan_unknown' } });
    expect((await readdir(folder)).filter((name) => name.startsWith('refused'))).toEqual([]);
  });
});
