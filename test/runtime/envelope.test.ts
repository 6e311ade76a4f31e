import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closeEnvelope, openEnvelope } from '../../functions/runtime/envelope.ts';
import { systemRandom } from '../../functions/runtime/random.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';

/** What node:crypto says; it tells nobody why. */
const CANNOT_OPEN = 'Unsupported state or unable to authenticate data';

const secrets = createSecrets();
const close = (bytes: Uint8Array, owner = 'crm') =>
  closeEnvelope(secrets, systemRandom, 'webhook-secret', owner, bytes);
const open = (envelope: Uint8Array, owner = 'crm') => openEnvelope(secrets, 'webhook-secret', owner, envelope);

describe('an envelope', () => {
  test('opens to what was put in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.string(), (bytes, owner) => {
        expect([...open(close(bytes, owner), owner)]).toEqual([...bytes]);
      }),
    );
  });

  test('looks different every time, and shows nothing of what is in it', () => {
    const secret = Buffer.from('a secret of thirty-two characters');
    const [one, two] = [Buffer.from(close(secret)), Buffer.from(close(secret))];
    expect(one.equals(two)).toBe(false);
    expect(one.includes(secret)).toBe(false);
  });

  test('does not open in the item of another owner, under other secrets, or with any byte changed', () => {
    const envelope = close(Uint8Array.of(1, 2, 3));
    expect(() => open(envelope, 'other')).toThrow(CANNOT_OPEN);
    expect(() => openEnvelope(createSecrets(), 'webhook-secret', 'crm', envelope)).toThrow(CANNOT_OPEN);
    for (const position of envelope.keys()) {
      const changed = Uint8Array.from(envelope, (byte, at) => (at === position ? byte ^ 1 : byte));
      expect(() => open(changed)).toThrow(CANNOT_OPEN);
    }
    expect(() => open(envelope.subarray(0, 20))).toThrow('Invalid authentication tag length');
  });
});
