import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../functions/runtime/version.ts';
import { readPrinted, runCommand } from '../support/command-line.ts';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { sellCodes } from '../support/shop.ts';

const LONG = 300_000;

describe('latchkey', () => {
  let service: RunningService;
  let folder: string;
  let variables: Record<string, string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-cli-'));
    service = await startService(anyEngine());
    variables = { LATCHKEY_URL: service.url, LATCHKEY_KEY: 'test-admin-key' };
  });
  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const latchkey = (...words: string[]) => runCommand(words, { variables });

  it('signs in with a key from a pipe and keeps it for its owner only', { timeout: LONG }, async () => {
    const home = { XDG_CONFIG_HOME: join(folder, 'config') };
    const words = ['login', '--url', `${service.url}/`, '--json'];
    const wrong = await runCommand(words, { variables: home, input: 'wrong-key\n' });
    expect(wrong.exit).toBe(4);
    const unsigned = await runCommand(['keys', 'list'], { variables: home });
    expect(unsigned.exit).toBe(4);
    const right = await runCommand(words, { variables: home, input: 'test-admin-key\n' });
    expect(right.exit).toBe(0);
    expect((await stat(join(folder, 'config/latchkey/profiles.json'))).mode & 0o777).toBe(0o600);
    const listed = await runCommand(['keys', 'list', '--json'], { variables: home });
    expect(JSON.parse(listed.out)).toMatchObject([{ prefix: 'local-admin' }]);
  });

  it('keeps and uses another profile, as it tells whoever has none', { timeout: LONG }, async () => {
    const home = { XDG_CONFIG_HOME: join(folder, 'profiles') };
    const unsigned = await runCommand(['keys', 'list', '--profile', 'staging'], { variables: home });
    expect([unsigned.exit, unsigned.told]).toEqual([4, expect.stringContaining('latchkey login --profile staging')]);
    const words = ['login', '--profile', 'staging', '--url', service.url];
    expect((await runCommand(words, { variables: home, input: 'test-admin-key\n' })).exit).toBe(0);
    const used = [
      await runCommand(['keys', 'list', '--profile', 'staging'], { variables: home }),
      await runCommand(['keys', 'list'], { variables: { ...home, LATCHKEY_PROFILE: 'staging' } }),
      await runCommand(['keys', 'list'], { variables: home }),
    ];
    expect(used.map(({ exit }) => exit)).toEqual([0, 0, 4]);
  });

  it('shows what a catalog would change, and changes it when told to', { timeout: LONG }, async () => {
    const file = join(folder, 'catalog.yaml');
    const path = '/v1/plans/office-security-1y';
    const shown = await latchkey('catalog', 'show');
    await writeFile(file, shown.out);
    expect((await latchkey('catalog', 'apply', file)).out).toBe('Nothing differs.\n');
    await writeFile(file, shown.out.replace('desktop: 5', 'desktop: 7'));
    const pending = await latchkey('catalog', 'apply', file);
    expect([pending.exit, pending.out]).toEqual([6, '~ plan office-security-1y\n    ~ seats.desktop: 5 -> 7\n']);
    expect((await service.operate('GET', path)).body).toMatchObject({ seats: { desktop: 5 } });
    expect((await latchkey('catalog', 'apply', file, '--yes')).exit).toBe(0);
    expect((await service.operate('GET', path)).body).toMatchObject({ seats: { desktop: 7 } });
  });

  it('tells all mistakes of a catalog at once, and changes nothing', { timeout: LONG }, async () => {
    const file = join(folder, 'wrong.json');
    const product = { id: 'new-pc', name: 'New', family: 'new', seatClass: 'desktop', platforms: ['windows'] };
    const plan = { id: 'new-1y', name: '', kind: 'gift', family: 'new', term: { days: 0 }, seats: {}, graceDays: -1 };
    await writeFile(file, JSON.stringify({ products: [product, { ...product, platforms: [] }], plans: [plan] }));
    const { exit, told } = await latchkey('catalog', 'apply', file, '--yes', '--json');
    expect(exit).toBe(2);
    const { problem } = readPrinted<{ problem: { errors: { pointer: string }[] } }>(told);
    const pointers = problem.errors.map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual([
      '/plans/0/graceDays',
      '/plans/0/kind',
      '/plans/0/name',
      '/plans/0/seats',
      '/plans/0/term/days',
      '/products/1/id',
      '/products/1/platforms',
    ]);
    expect((await service.operate('GET', '/v1/products/new-pc')).status).toBe(404);
  });

  it('blocks, extends and rotates, and says what was refused', { timeout: LONG }, async () => {
    const [sold] = await sellCodes(service, 'office-security-1y');
    const id = sold?.licenseId ?? '';
    expect(JSON.parse((await latchkey('block', id, '--reason', 'r', '--json')).out)).toMatchObject({
      state: 'blocked',
    });
    expect((await latchkey('extend', id, '--reason', 'r')).exit).toBe(2);
    expect((await latchkey('show', 'no-license')).exit).toBe(2);
    expect(await latchkey('revoke', id, '--reason', 'r')).toMatchObject({ exit: 6, out: '' });
    expect(JSON.parse((await latchkey('show', id, '--json')).out)).toMatchObject({ state: 'blocked' });
    expect((await latchkey('revoke', id, '--reason', 'r', '--yes')).exit).toBe(0);
    const refused = await latchkey('unblock', id, '--reason', 'r', '--json');
    expect(readPrinted(refused.told)).toMatchObject({ exit: refused.exit, problem: { code: 'license_revoked' } });
    expect(refused.exit).toBe(1);
    expect(JSON.parse((await latchkey('verify-audit', id, '--json')).out)).toEqual({ checked: 1, broken: [] });
  });

  it('extends a batch once, however often the run is gone on with', { timeout: LONG }, async () => {
    const sold = await sellCodes(service, 'office-security-1y', 3, { batch: 'twice' });
    const words = ['batch', 'extend', 'twice', '--days', '5', '--reason', 'r', '--run', 'one-run', '--json'];
    expect(JSON.parse((await latchkey(...words)).out)).toEqual({ matched: 3, changed: 3, run: 'one-run' });
    expect((await latchkey(...words)).exit).toBe(0);
    const file = join(folder, 'export.ndjson');
    expect((await latchkey('export', '--out', file)).exit).toBe(0);
    const exported = (await readFile(file, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => readPrinted<{ id: string }>(line).id);
    expect(exported).toEqual(expect.arrayContaining(sold.map(({ licenseId }) => licenseId)));
    const events = await service.operate('GET', `/v1/licenses/${sold[0]?.licenseId}/events`);
    const { items } = events.body as { items: { type: string }[] };
    expect(items.filter(({ type }) => type === 'license.extended').length).toBe(1);
  });

  it('does nothing to a batch where nobody can be asked, unless told to', { timeout: LONG }, async () => {
    const [sold] = await sellCodes(service, 'office-security-1y', 1, { batch: 'asked' });
    const words = ['batch', 'block', 'asked', '--reason', 'r', '--json'];
    expect(await latchkey(...words)).toMatchObject({ exit: 6, out: '' });
    expect(JSON.parse((await latchkey('show', sold?.licenseId ?? '', '--json')).out)).toMatchObject({
      state: 'issued',
    });
    expect(JSON.parse((await latchkey(...words, '--yes')).out)).toMatchObject({ matched: 1, changed: 1 });
  });

  it('says how it ended: wrong use, nothing there, nobody there', { timeout: LONG }, async () => {
    expect((await latchkey('frobnicate')).exit).toBe(2);
    expect((await latchkey('keys', 'list', '--no-such-option')).exit).toBe(2);
    expect((await latchkey('--help')).exit).toBe(0);
    expect(await latchkey('--version')).toMatchObject({ exit: 0, out: `${VERSION}\n` });
    const missing = await latchkey('show', 'lic_AAAAAAAAAAAAAAAA');
    expect([missing.exit, missing.told]).toEqual([1, expect.stringContaining('There is no license with this id.')]);
    expect((await latchkey('free', 'lic_AAAAAAAAAAAAAAAA', '../AAAA')).exit).toBe(2);
    const key = await latchkey('keys', 'create', 'shop', '--scope', 'issue', '--json');
    const { key: made } = JSON.parse(key.out) as { key: string };
    const narrow = await runCommand(['keys', 'list'], { variables: { ...variables, LATCHKEY_KEY: made } });
    expect(narrow.exit).toBe(4);
    const nobody = { LATCHKEY_URL: 'http://127.0.0.1:9', LATCHKEY_KEY: 'k' };
    expect((await runCommand(['keys', 'list'], { variables: nobody })).exit).toBe(3);
  });
});
