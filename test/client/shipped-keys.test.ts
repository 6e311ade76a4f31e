import { describe, expect, it } from 'vitest';
import { createClient, type PublicKeySet } from '../../functions/client/client.ts';
import { CLAIMS, START } from '../vectors/lease-vectors.ts';
import { KEY_SETS, type KeyName, signVector } from '../vectors/signer.ts';
import { createSurroundings, json } from './fake-service.ts';

const DAY = 86_400_000;
const keySet = (name: keyof typeof KEY_SETS) => KEY_SETS[name] as unknown as PublicKeySet;

/** A device that has fetched a key set once, under an application that came with another one. */
async function fetchOnce(shipped: keyof typeof KEY_SETS, published: keyof typeof KEY_SETS) {
  const { surroundings, options } = createSurroundings(() => json(200, KEY_SETS[published]));
  surroundings.saved = JSON.stringify({ format: 1, activationId: 'act_1' });
  await createClient({ ...options, keys: keySet(shipped) }).validate();
  surroundings.network = () => 'unreachable';
  let seq = CLAIMS.seq;
  /** Whether an answer file is taken under the keys that an application came with. */
  const takes = async (key: KeyName, keys: keyof typeof KEY_SETS) => {
    seq += 1;
    const lease = signVector({ ...CLAIMS, nonce: null, seq }, key);
    const file = JSON.stringify({ activationId: 'act_1', role: 'active', license: { id: CLAIMS.sub }, lease });
    const client = createClient({ ...options, keys: keySet(keys) });
    return (await client.readActivationAnswer(file)).kind === 'answer';
  };
  return { surroundings, options, takes };
}

describe('keys that an application came with', () => {
  it('a later version of the application brings keys to a device that was online only once', async () => {
    const { takes } = await fetchOnce('first', 'first');
    expect(await takes('k3', 'first')).toBe(false);
    expect(await takes('k3', 'third')).toBe(true);
    // What was fetched stays good beside it: nobody knows which of the two is newer.
    expect(await takes('k1', 'third')).toBe(true);
  });

  it('never bring back a key that the service has withdrawn', async () => {
    const { takes } = await fetchOnce('first', 'withdrawn');
    expect(await takes('k1', 'first')).toBe(false);
    expect(await takes('k1', 'second')).toBe(false);
    expect(await takes('k3', 'second')).toBe(true);
  });

  it('count until the next fetch, which confirms or forgets them for good, and which is due at once', async () => {
    const { surroundings, options, takes } = await fetchOnce('withdrawn', 'withdrawn');
    expect(await takes('k1', 'second')).toBe(true);
    surroundings.network = () => json(200, KEY_SETS.third);
    expect(await createClient({ ...options, keys: keySet('second') }).validate()).toMatchObject({ reason: 'no_lease' });
    surroundings.network = () => 'unreachable';
    expect(await takes('k1', 'second')).toBe(false);
    expect(await takes('k3', 'second')).toBe(true);
  });

  it('a key that is published again is good again', async () => {
    const { surroundings, options, takes } = await fetchOnce('first', 'withdrawn');
    surroundings.local = START + DAY + 1;
    surroundings.network = () => json(200, KEY_SETS.first);
    await createClient({ ...options, keys: keySet('first') }).validate();
    expect(await takes('k1', 'first')).toBe(true);
  });
});
