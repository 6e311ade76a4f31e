import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepProfile, readProfile, trimUrl } from '../../infra/cli/profile.ts';

const SENT_IN_CLEAR = ['http://license.example.com', 'http://10.0.0.7:3000', 'http://127.0.0.1.example.com'];
const NO_LOOPBACK = ['http://stage.localhost', 'http://notlocalhost', 'http://localhost.example.com'];

describe('the address of the service', () => {
  it.each([
    ['https://license.example.com/', 'https://license.example.com'],
    ['http://127.0.0.1:3000//', 'http://127.0.0.1:3000'],
    ['http://127.8.9.1', 'http://127.8.9.1'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('%s is one', (url, trimmed) => {
    expect(trimUrl(url)).toBe(trimmed);
  });

  it.each([...SENT_IN_CLEAR, ...NO_LOOPBACK, 'ftp://127.0.0.1', 'license'])(
    '%s is none: an API key goes over the network encrypted or not at all',
    (url) => {
      expect(() => trimUrl(url)).toThrow('https://');
    },
  );

  it('is looked at again when it comes from a kept profile', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-profile-'));
    const home = { XDG_CONFIG_HOME: folder };
    await keepProfile(home, 'default', { url: 'http://license.example.com', key: 'k' });
    await expect(readProfile(home, undefined)).rejects.toThrow('https://');
    await rm(folder, { recursive: true, force: true });
  });
});
