import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anchorDay } from '../../functions/anchor/anchor.ts';
import { openDirectory } from '../../functions/runtime/object-files.ts';
import { formatSecrets } from '../../functions/runtime/secrets-document.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';
import { openService } from '../../functions/service.ts';
import { runCommand } from '../support/command-line.ts';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { offerPlan, sellCode, stockShop } from '../support/shop.ts';

const LONG = 300_000;

describe('latchkey with AWS credentials', () => {
  const table = `cli-${randomBytes(8).toString('hex')}`;
  let service: RunningService;
  let variables: Record<string, string>;
  let anchors: string;
  beforeAll(async () => {
    const engine = anyEngine();
    variables = {
      LATCHKEY_TABLE: table,
      LATCHKEY_SECRETS: formatSecrets(createSecrets()),
      DYNAMODB_ENDPOINT: engine.endpoint,
    };
    anchors = await mkdtemp(join(tmpdir(), 'latchkey-anchors-'));
    service = await startService(engine, variables);
  });
  afterAll(async () => {
    await service.stop();
    await rm(anchors, { recursive: true, force: true });
  });

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
    const elsewhere = { ...variables, LATCHKEY_TABLE: 'no-such-table' };
    const lost = await runCommand(['keys', 'bootstrap', '--json'], { variables: elsewhere });
    expect(lost.exit).toBe(7);
    expect(JSON.parse(lost.told)).toMatchObject({
      exit: 7,
      error: expect.stringMatching(/^ResourceNotFound/) as string,
    });
  });

  it('R14.1 compares chains with the anchors of past days, whatever the service says', { timeout: LONG }, async () => {
    await stockShop(service);
    await offerPlan(service, 'anchored');
    const { licenseId } = await sellCode(service, 'anchored');
    const key = { LATCHKEY_URL: service.url, LATCHKEY_KEY: 'test-admin-key' };
    const verify = async () => {
      const words = ['verify-audit', licenseId, '--anchors', anchors, '--json'];
      const { exit, out } = await runCommand(words, { variables: { ...variables, ...key } });
      return { exit, found: JSON.parse(out) as object };
    };
    const whole = { checked: 1, broken: [], differs: [], notAnchored: [], faulty: [] };
    await service.sweep();
    expect(await verify()).toEqual({ exit: 0, found: { ...whole, notAnchored: [licenseId] } });
    const tomorrow = () => Date.now() + 86_400_000;
    const anchoring = openService({ ...variables, LATCHKEY_ISSUER: service.url }, { clock: tomorrow, log: () => {} });
    const { day } = await anchorDay(anchoring, openDirectory(anchors), () => 60_000);
    expect(await verify()).toEqual({ exit: 0, found: whole });
    // The chains of the catalog and of keys are among all of them.
    const all = await runCommand(['verify-audit', '--all', '--anchors', anchors, '--json'], {
      variables: { ...variables, ...key },
    });
    expect([all.exit, JSON.parse(all.out)]).toMatchObject([0, { broken: [], differs: [], faulty: [] }]);
    const [shard = ''] = (await readdir(join(anchors, day))).filter((name) => name !== 'root.json');
    await rm(join(anchors, day, shard), { force: true });
    const gone = await runCommand(['verify-audit', '--all', '--anchors', anchors, '--json'], {
      variables: { ...variables, ...key },
    });
    expect([gone.exit, JSON.parse(gone.out)]).toMatchObject([5, { faulty: [`${day}/${shard}`] }]);
    await rm(anchors, { recursive: true });
    expect(await verify()).toEqual({ exit: 5, found: { ...whole, differs: [licenseId] } });
  });
});
