import { describe, expect, it } from 'vitest';
import { createClient, type PublicKeySet } from '../../functions/client/client.ts';
import { CLAIMS, DEVICE, PRODUCT, START } from '../vectors/lease-vectors.ts';
import { KEY_SETS, signVector } from '../vectors/signer.ts';
import { createSurroundings } from './fake-service.ts';

const KEYS = KEY_SETS.first as unknown as PublicKeySet;
const DAY = 86_400_000;

function answerFile(claims: object = {}): string {
  const lease = signVector({ ...CLAIMS, nonce: null, ...claims }, 'k1');
  return JSON.stringify({ activationId: 'act_1', role: 'active', license: { id: CLAIMS.sub }, lease });
}

describe('a device without network', () => {
  it('makes a file that is the body of the call, and runs on the answer that is brought back', async () => {
    const { surroundings, options } = createSurroundings(() => 'unreachable');
    const client = createClient({ ...options, keys: KEYS });
    expect(JSON.parse(await client.writeActivationRequest('CODE', { acceptShorterTerm: true }))).toEqual({
      code: 'CODE',
      product: PRODUCT,
      device: DEVICE,
      clientTime: '2026-11-24T11:00:00.000Z',
      acceptShorterTerm: true,
    });
    surroundings.local = START + 2 * DAY;
    expect(await client.readActivationAnswer(answerFile())).toMatchObject({ kind: 'answer' });
    expect(await client.status()).toMatchObject({ run: 'full', now: START + 2 * DAY });
    surroundings.local = START + 14 * DAY;
    expect(await client.status()).toMatchObject({ run: 'off', reason: 'lease_ended' });
    expect(surroundings.calls).toEqual([]);
  });

  it('takes a later lease for the same seat and no older one', async () => {
    const { surroundings, options } = createSurroundings(() => 'unreachable');
    const client = createClient({ ...options, keys: KEYS });
    await client.readActivationAnswer(answerFile());
    surroundings.local = START + 15 * DAY;
    expect(await client.readActivationAnswer(answerFile())).toMatchObject({ kind: 'trouble' });
    const exp = CLAIMS.exp + 14 * 86_400;
    expect(await client.readActivationAnswer(answerFile({ seq: CLAIMS.seq + 1, exp }))).toMatchObject({
      kind: 'answer',
    });
    expect(await client.status()).toMatchObject({ run: 'full' });
  });

  it.each([
    ['a refusal', '{"code":"license_expired","status":409}', 'refused'],
    ['a page', '<html>', 'trouble'],
    ['nothing', '', 'trouble'],
    ['null', 'null', 'trouble'],
    ['a lease of another device', answerFile({ dev: 'another' }), 'trouble'],
    ['a lease of an unknown key', answerFile({ kind: 'beta' }), 'trouble'],
  ])('reads %s as what it is', async (name, text, kind) => {
    const { options } = createSurroundings(() => 'unreachable');
    const client = createClient(name.includes('unknown key') ? options : { ...options, keys: KEYS });
    expect(await client.readActivationAnswer(text)).toMatchObject({ kind });
    expect(await client.status()).toMatchObject({ run: 'off', reason: 'not_activated' });
  });

  it('drops its lease when it writes a release, and forgets the license when that is answered', async () => {
    const { options } = createSurroundings(() => 'unreachable');
    const client = createClient({ ...options, keys: KEYS });
    expect(await client.writeReleaseRequest()).toBeNull();
    await client.readActivationAnswer(answerFile());
    const request = await client.writeReleaseRequest();
    expect(JSON.parse(request ?? '')).toEqual({ activationId: 'act_1', device: DEVICE });
    expect(await client.status()).toMatchObject({ run: 'off', reason: 'no_lease' });
    expect(await client.readReleaseAnswer('{"released":true,"promoted":null}')).toMatchObject({ kind: 'answer' });
    expect(await client.status()).toMatchObject({ run: 'off', reason: 'not_activated' });
  });
});
