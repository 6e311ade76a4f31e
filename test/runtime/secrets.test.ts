import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatSecrets, parseSecrets, SecretsError } from '../../functions/runtime/secrets-document.ts';
import { createSecrets, createSecretsFile, createSigningKey } from '../../functions/runtime/secrets-file.ts';
import { createSecretsLoader } from '../../functions/runtime/secrets-loader.ts';

type Document = Record<string, Record<string, unknown>>;

describe('the secrets document', () => {
  it('reads back what it wrote, with a previous pepper and a withdrawn key', () => {
    const fresh = createSecrets();
    const withdrawn = { ...createSigningKey(), withdrawn: true as const };
    const secrets = {
      ...fresh,
      pepper: { version: 2, current: Buffer.alloc(32, 2), previous: { version: 1, key: Buffer.alloc(32, 1) } },
      signing: { ...fresh.signing, keys: [...fresh.signing.keys, withdrawn] },
    };
    expect(parseSecrets(formatSecrets(secrets))).toEqual(secrets);
  });

  const wrong: [string, (document: Document) => void, string][] = [
    ['a short key', (d) => Object.assign(d, { device: 'c2hvcnQ' }), 'device has fewer than 32 bytes'],
    ['a missing key', (d) => delete d.issue, 'issue is not a text'],
    ['no version', (d) => delete d.pepper?.version, 'pepper.version is not a positive whole number'],
    ['an active key that is not there', (d) => Object.assign(d.signing ?? {}, { active: 'x' }), 'signing.active'],
    ['another curve', (d) => Object.assign(keyOf(d), { crv: 'X25519' }), 'is not an Ed25519 key'],
    ['an empty list of keys', (d) => Object.assign(d.signing ?? {}, { keys: [] }), 'signing.active'],
  ];
  function keyOf(document: Document): object {
    const keys = document.signing?.keys as { privateKey: object }[] | undefined;
    return keys?.[0]?.privateKey ?? {};
  }

  it.each(wrong)('refuses %s, naming the field and no value', (_, spoil, message) => {
    const document = JSON.parse(formatSecrets(createSecrets())) as Document;
    spoil(document);
    expect(() => parseSecrets(JSON.stringify(document))).toThrow(SecretsError);
    expect(() => parseSecrets(JSON.stringify(document))).toThrow(message);
  });

  it('does not repeat a text that is not JSON', () => {
    expect(() => parseSecrets('{"pepper":"hush"')).toThrow(/^secrets: not JSON$/);
  });
});

describe('the secrets file', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'latchkey-secrets-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is made once, for its owner alone, and kept over restarts', () => {
    const data = join(directory, 'data');
    const first = createSecretsFile(data);
    expect(createSecretsFile(data)).toBe(first);
    expect(statSync(join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('is never replaced when it is wrong', () => {
    const path = join(directory, 'secrets.json');
    writeFileSync(path, '{}');
    expect(() => createSecretsFile(directory)).toThrow(SecretsError);
    expect(readFileSync(path, 'utf8')).toBe('{}');
  });
});

describe('loading secrets', () => {
  const source = { arn: 'arn:aws:secretsmanager:x:1:secret:s', region: 'x' };

  it('reads a variable once and keeps the object', async () => {
    const load = createSecretsLoader({ json: formatSecrets(createSecrets()) });
    expect(await load()).toBe(await load());
  });

  /** A Secrets Manager whose text, time and health the test sets. */
  function createManager() {
    const manager = { time: 0, reads: 0, faults: 0, broken: false, text: formatSecrets(createSecrets()) };
    const load = createSecretsLoader(source, {
      elapsed: () => manager.time,
      fetchText: async () => {
        manager.reads += 1;
        if (manager.broken) throw new Error('away');
        return manager.text;
      },
      onStale: () => {
        manager.faults += 1;
      },
    });
    return { manager, load };
  }

  it('reads on first use, once for callers at the same time, and again after five minutes', async () => {
    const { manager, load } = createManager();
    expect(manager.reads).toBe(0);
    const [first, second] = await Promise.all([load(), load()]);
    expect(first).toBe(second);
    manager.time = 299_999;
    expect(await load()).toBe(first);
    expect(manager.reads).toBe(1);
    manager.time = 300_000;
    expect(await load()).toBe(first);
    expect(manager.reads).toBe(2);
    manager.text = formatSecrets(createSecrets());
    manager.time = 600_000;
    expect(await load()).not.toBe(first);
  });

  it('fails without secrets at hand, and tries again at the next call', async () => {
    const { manager, load } = createManager();
    manager.broken = true;
    await expect(load()).rejects.toThrow('away');
    manager.broken = false;
    expect(await load()).toEqual(parseSecrets(manager.text));
  });

  it('keeps what it has when reading again fails, says so, and lets a minute of calls pass before the next try', async () => {
    const { manager, load } = createManager();
    const secrets = await load();
    manager.broken = true;
    manager.time = 300_000;
    expect(await load()).toBe(secrets);
    manager.time = 359_999;
    expect(await load()).toBe(secrets);
    expect([manager.reads, manager.faults]).toEqual([2, 1]);
    manager.time = 360_000;
    manager.broken = false;
    manager.text = formatSecrets(createSecrets());
    expect(await load()).not.toBe(secrets);
  });

  it('keeps what it has when the new text is wrong', async () => {
    const { manager, load } = createManager();
    const secrets = await load();
    manager.text = '{}';
    manager.time = 300_000;
    expect(await load()).toBe(secrets);
    expect(manager.faults).toBe(1);
  });
});
