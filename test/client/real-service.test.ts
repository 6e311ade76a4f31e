import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type PublicKeySet } from '../../functions/client/client.ts';
import type { ClientOptions } from '../../functions/client/options.ts';
import type { Secrets } from '../../functions/runtime/secrets.ts';
import { formatSecrets, parseSecrets } from '../../functions/runtime/secrets-document.ts';
import { createSigningKey } from '../../functions/runtime/secrets-file.ts';
import {
  issueJourneyCode,
  killServices,
  type LocalService,
  putJourneyPlan,
  startLocalService,
} from './local-service.ts';

const DAY = 86_400_000;

/** A client of a running application, with a store that the test can look into and a clock that it can move. */
function createDevice(url: string, name: string, options: Partial<ClientOptions> = {}) {
  const device = { saved: null as string | null, shift: 0 };
  const client = createClient({
    url,
    product: 'journey-pc',
    device: { fingerprint: `fingerprint-of-${name}`, platform: 'windows', name },
    store: {
      load: () => device.saved,
      save: (text) => {
        device.saved = text;
      },
    },
    now: () => Date.now() + device.shift,
    ...options,
  });
  const kid = () => decodeProtectedHeader((JSON.parse(device.saved ?? '{}') as { lease: string }).lease).kid;
  return { client, device, kid };
}

describe('clients against the service over HTTP', { timeout: 120_000 }, () => {
  let folder: string;
  let service: LocalService;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-service-'));
    service = await startLocalService(folder);
    await putJourneyPlan(service);
  });
  afterAll(async () => {
    killServices();
    await rm(folder, { recursive: true, force: true });
  });

  /** The port was free for a moment: whatever has it now, as the near end of a connection, gives it back. */
  async function startAgain(port: number, tries = 10): Promise<LocalService> {
    try {
      return await startLocalService(folder, port);
    } catch (fault) {
      if (tries <= 1) throw fault;
      await delay(1000);
      return startAgain(port, tries - 1);
    }
  }

  /** What an operator does to rotate keys: changes the secrets; here the service is started again at once. */
  async function restartWith(change: (signing: Secrets['signing']) => Secrets['signing']): Promise<void> {
    const port = Number(new URL(service.url).port);
    await service.stop();
    const path = join(folder, 'secrets.json');
    const secrets = parseSecrets(await readFile(path, 'utf8'));
    await writeFile(path, formatSecrets({ ...secrets, signing: change(secrets.signing) }));
    service = await startAgain(port);
  }

  it('R4.2 an application asks which device shall be freed, and the device that lost its seat is told', async () => {
    const { code } = await issueJourneyCode(service);
    const [first, second] = [createDevice(service.url, 'first'), createDevice(service.url, 'second')];
    await first.client.activate(code);
    await second.client.activate(code);
    const asked: (string | null)[] = [];
    const third = createDevice(service.url, 'third', {
      chooseSeat: (seats) => {
        asked.push(...seats.map((seat) => seat.name));
        return seats.find((seat) => seat.name === 'first')?.seatId ?? null;
      },
    });
    expect(await third.client.activate(code)).toMatchObject({ kind: 'answer', answer: { created: true } });
    expect(new Set(asked)).toEqual(new Set(['first', 'second']));
    expect(await first.client.validate()).toMatchObject({ run: 'off', reason: 'refused', verdict: 'NOT_ACTIVATED' });
    expect(await third.client.status()).toMatchObject({ run: 'full', components: { firewall: 'on' } });
    const seats = await third.client.seats(code);
    expect(seats).toMatchObject({ kind: 'answer', answer: { seats: [{ class: 'desktop' }, { class: 'desktop' }] } });
    expect(await third.client.deactivate()).toMatchObject({ kind: 'answer', answer: { released: true } });
    expect(await third.client.status()).toMatchObject({ run: 'off', reason: 'not_activated' });
  });

  it('R6.1 a reserve that is added from a second product of the device leaves both of them running', async () => {
    const [first, second] = [await issueJourneyCode(service), await issueJourneyCode(service)];
    const pc = createDevice(service.url, 'two-products');
    const backup = createDevice(service.url, 'two-products', { product: 'journey-backup' });
    await pc.client.activate(first.code);
    expect(await backup.client.activate(second.code)).toMatchObject({ answer: { role: 'reserve' } });
    expect(await backup.client.status()).toMatchObject({ run: 'full', reason: 'licensed' });
    expect(await pc.client.validate()).toMatchObject({ run: 'full', reserve: { id: second.licenseId } });
  });

  it('refusals are typed by their code', async () => {
    const { client } = createDevice(service.url, 'typist');
    const outcome = await client.activate('AAAAA');
    expect(outcome.kind === 'refused' && outcome.problem.code === 'code_malformed' && outcome.problem.problem).toBe(
      'length',
    );
    expect(await client.recover('nobody@example.com')).toEqual({ kind: 'answer', answer: { accepted: true } });
  });

  it('a device without network is activated and released by files that another computer posts', async () => {
    const { code } = await issueJourneyCode(service);
    const keys = (await (await fetch(`${service.url}/.well-known/jwks.json`)).json()) as PublicKeySet;
    const away = async () => {
      throw new TypeError('no network');
    };
    const { client } = createDevice(service.url, 'island', { keys, fetch: away });
    const post = async (path: string, body: string | null) => {
      const answer = await fetch(service.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return answer.text();
    };
    const activation = await post('/v1/activations', await client.writeActivationRequest(code));
    expect(await client.readActivationAnswer(activation)).toMatchObject({ kind: 'answer' });
    expect(await client.status()).toMatchObject({ run: 'full', reason: 'licensed' });
    const later = await post('/v1/activations', await client.writeActivationRequest(code));
    expect(await client.readActivationAnswer(later)).toMatchObject({ kind: 'answer', answer: { created: false } });
    const release = await post('/v1/deactivations', await client.writeReleaseRequest());
    expect(await client.readReleaseAnswer(release)).toMatchObject({ kind: 'answer', answer: { released: true } });
    expect(await client.status()).toMatchObject({ run: 'off', reason: 'not_activated' });
  });

  it('keys rotate through two generations under running clients, and a compromised one is withdrawn', async () => {
    const { code } = await issueJourneyCode(service);
    const [busy, asleep] = [createDevice(service.url, 'busy'), createDevice(service.url, 'asleep')];
    await busy.client.activate(code);
    await asleep.client.activate(code);
    const [second, third] = [createSigningKey(), createSigningKey()];
    const first = busy.kid();

    await restartWith(({ keys }) => ({ active: second.kid, keys: [...keys, second] }));
    expect(await busy.client.validate()).toMatchObject({ run: 'full' });
    expect(busy.kid()).toBe(second.kid);
    expect(await asleep.client.status()).toMatchObject({ run: 'full' });

    await restartWith(() => ({ active: third.kid, keys: [second, third] }));
    expect(await busy.client.validate()).toMatchObject({ run: 'full' });
    expect(busy.kid()).toBe(third.kid);
    // It has not been online since the first generation, and its lease has not ended.
    expect(asleep.kid()).toBe(first);
    expect(await asleep.client.status()).toMatchObject({ run: 'full' });
    expect(await asleep.client.validate()).toMatchObject({ run: 'full' });
    expect(asleep.kid()).toBe(third.kid);

    const forged = { ...asleep.device };
    await restartWith(() => ({ active: second.kid, keys: [second, { ...third, withdrawn: true }] }));
    busy.device.shift = DAY + 60_000;
    expect(await busy.client.validate()).toMatchObject({ run: 'full' });
    expect(busy.kid()).toBe(second.kid);
    // A lease of the withdrawn key means nothing to a client that knows.
    const { lease } = JSON.parse(forged.saved ?? '{}') as { lease: string };
    busy.device.saved = JSON.stringify({ ...(JSON.parse(busy.device.saved ?? '{}') as object), lease });
    expect(await busy.client.status()).toMatchObject({ run: 'off', reason: 'no_lease' });
  });
});
