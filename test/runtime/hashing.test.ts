import { describe, expect, it } from 'vitest';
import {
  hashApiKey,
  hashCode,
  hashComponent,
  hashEmail,
  hashFingerprint,
  hashImportedKey,
  hashLeaseDevice,
  hashOrder,
  hashRecoveryToken,
  hashSource,
} from '../../functions/runtime/hashing.ts';
import type { Secrets } from '../../functions/runtime/secrets.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';

const SECRETS: Secrets = {
  ...createSecrets(),
  pepper: { version: 1, current: Buffer.alloc(32, 1) },
  device: Buffer.alloc(32, 9),
};
const ROTATED: Secrets = {
  ...SECRETS,
  pepper: { version: 2, current: Buffer.alloc(32, 2), previous: { version: 1, key: Buffer.alloc(32, 1) } },
};
const CODE = '0123456789ABCDEFGHJK';

describe('keyed hashes', () => {
  it('R1.5 a code is looked up under the current pepper first, then under the previous one', () => {
    const [before] = hashCode(SECRETS, CODE);
    const after = hashCode(ROTATED, CODE);
    expect(after.map((hash) => hash.version)).toEqual([2, 1]);
    expect(after[1]).toEqual(before);
    expect(after[0]?.hash).not.toBe(before?.hash);
    expect(before?.hash).toMatch(/^[\w-]{43}$/);
  });

  it('R10.5 a rotated pepper leaves devices and pointers as they are', () => {
    expect(hashFingerprint(ROTATED, 'f')).toBe(hashFingerprint(SECRETS, 'f'));
    expect(hashComponent(ROTATED, 'f', 'board', 'v')).toBe(hashComponent(SECRETS, 'f', 'board', 'v'));
    expect(hashEmail(ROTATED, 'a@b.example')).toBe(hashEmail(SECRETS, 'a@b.example'));
    expect(hashFingerprint(SECRETS, 'f')).toMatch(/^[\w-]{22}$/);
  });

  it('the same text of two purposes never has the same hash', () => {
    const hashes = [
      hashCode(SECRETS, CODE)[0]?.hash,
      hashImportedKey(SECRETS, CODE)[0]?.hash,
      ...[hashFingerprint, hashEmail, hashOrder, hashSource, hashApiKey, hashRecoveryToken].map((hash) =>
        hash(SECRETS, CODE),
      ),
      hashComponent(SECRETS, '', '', CODE),
    ].map((hash) => hash?.slice(0, 22));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('components of another name or family are other components (R10.2)', () => {
    const hashes = [
      hashComponent(SECRETS, 'office', 'board', 'v'),
      hashComponent(SECRETS, 'office', 'disk', 'v'),
      hashComponent(SECRETS, 'home', 'board', 'v'),
      hashComponent(SECRETS, 'office', 'boar', 'dv'),
    ];
    expect(new Set(hashes).size).toBe(4);
  });

  it('keeps its values: what is stored must be found by later versions', () => {
    expect(hashCode(SECRETS, CODE)[0]?.hash).toBe('ctys6Vho9OE-D7RFwBKU8E_2b5DXGb6g-rihdwEvfvo');
    expect(hashFingerprint(SECRETS, 'fingerprint-0001')).toBe('P-RrYsWeWL-wsEnEodzvWw');
    expect(hashLeaseDevice({ fingerprint: 'fingerprint-0001' })).toBe('a8qqJxK_6qLVhPSMhTeuXqaOxRdcE89-uOtgLH-q1q0');
  });
});

describe('the source of a request', () => {
  const same: [string, string][] = [
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::1'],
    ['2001:0db8:0001:0002::', '2001:DB8:1:2:ffff::9'],
    ['2001:db8::1', '2001:db8:0:0:1::'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['fe80::1%eth0', 'fe80::2'],
    ['::1', '::2'],
  ];
  it.each(same)('%s and %s are one', (one, other) => {
    expect(hashSource(SECRETS, one)).toBe(hashSource(SECRETS, other));
  });

  const apart: [string, string][] = [
    ['192.0.2.1', '192.0.2.2'],
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['2001:db8::1', '2001:db9::1'],
  ];
  it.each(apart)('%s and %s are two', (one, other) => {
    expect(hashSource(SECRETS, one)).not.toBe(hashSource(SECRETS, other));
  });
});
