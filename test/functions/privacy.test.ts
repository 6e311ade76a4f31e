import { beforeAll, describe, expect, it } from 'vitest';
import { KeepingSink } from '../support/audited-license.ts';
import { anyEngine } from '../support/engines.ts';
import type { Answered } from '../support/http-event.ts';
import { PC } from '../support/states.ts';
import { storePlan, storeProducts } from '../support/stored-license.ts';
import { sweepNow } from '../support/sweeping.ts';
import { openTestService, type TestService } from '../support/test-service.ts';
import { readWholeTable } from '../support/whole-table.ts';

const EMAIL = 'Erika.Mustermann@customers.example';
const NAME = 'Erika Mustermann';
const FINGERPRINT = 'fingerprint-of-the-very-device';
const PARTS = { board: 'serial-number-of-the-board', disk: 'serial-number-of-the-disk', mac: '00:00:5E:00:53:AF-mac' };
const IMPORTED = 'OLD-SYSTEM-KEY-4711-0815';
const DAY_SECONDS = 86_400;

/** What a whole journey has brought forth that must stand nowhere. */
interface Journey {
  /** Codes, keys and tokens, fingerprints and parts: neither in the log nor in the table. */
  readonly secret: Record<string, string>;
  /** What the table must hold, but no log. */
  readonly unlogged: Record<string, string>;
}

async function travel(shop: TestService): Promise<Journey> {
  const secret: Record<string, string> = { fingerprint: FINGERPRINT, imported: IMPORTED, ...PARTS };
  const unlogged: Record<string, string> = { email: EMAIL, name: NAME };
  const done = async (answer: Promise<Answered>): Promise<Record<string, unknown>> => {
    const { statusCode = 0, json, body } = await answer;
    if (statusCode >= 300) throw new Error(`${statusCode} ${body}`);
    return json;
  };
  const operate = (name: string, route: string, body: object, path: Record<string, string> = {}) =>
    done(shop.operate(name, route, { body, path, headers: { 'idempotency-key': `key of ${route}` } }));
  const ask = (name: string, route: string, body: object) => done(shop.ask(name, route, { body }));

  await storeProducts(shop);
  await storePlan(shop, { selfService: { releasesPerYear: 9, cooldownHours: 0 } });
  const customer = { email: EMAIL, name: NAME };
  const issued = await operate('issue', 'POST /v1/codes', { plan: 'office-1y', quantity: 2, customer, orderId: 'o-1' });
  const [first, second] = issued.codes as { code: string; licenseId: string }[];
  if (first === undefined || second === undefined) throw new Error('no codes');
  Object.assign(secret, { first: first.code, second: second.code });
  await operate('issue', 'POST /v1/codes/import', { plan: 'office-1y', items: [{ key: IMPORTED }] });
  Object.assign(secret, { key: (await operate('keys', 'POST /v1/keys', { name: 'shop', scopes: ['read'] })).key });

  const device = { fingerprint: FINGERPRINT, components: PARTS, platform: 'windows', name: 'Reception' };
  const activated = await ask('activate', 'POST /v1/activations', { code: first.code, product: PC.id, device });
  Object.assign(unlogged, { activationId: activated.activationId, lease: activated.lease });
  const seen = { fingerprint: FINGERPRINT, components: { ...PARTS, mac: '00:00:5E:00:53:B0-mac' } };
  await ask('validate', 'POST /v1/validations', { activationId: activated.activationId, device: seen });
  await ask('validate', 'POST /v1/validations', { code: first.code, product: PC.id, device: seen });
  await shop.ask('activate', 'POST /v1/activations', { body: { code: IMPORTED, product: PC.id, device } });
  await shop.ask('activate', 'POST /v1/activations', { body: { code: `${first.code}X`, product: PC.id, device } });
  const { seats } = (await ask('seats', 'POST /v1/seats', { code: first.code })) as { seats: { seatId: string }[] };
  await ask('seats', 'POST /v1/seats/release', { code: first.code, seatId: seats[0]?.seatId });
  const path = { id: second.licenseId };
  const rotated = await operate('operate', 'POST /v1/licenses/{id}/rotate-code', { reason: 'lost' }, path);
  Object.assign(secret, { rotated: rotated.code });
  await operate('licenses', 'PATCH /v1/licenses/{id}', { customer: { email: `new.${EMAIL}` }, reason: 'moved' }, path);

  await ask('recover', 'POST /v1/recoveries', { email: EMAIL });
  const { sendWaitingMails } = await import('../../functions/mail/send.ts');
  await sendWaitingMails(shop.service, async ({ text }) => {
    const token = /#recover=([\w-]+)$/m.exec(text)?.[1];
    if (token !== undefined) secret.token = token;
  });
  Object.assign(secret, {
    recovered: (await ask('recover', 'POST /v1/recoveries/confirm', { token: secret.token })).code,
  });

  shop.clock.advance(360 * DAY_SECONDS);
  await sweepNow(shop);
  const { publishAll } = await import('../../functions/publish/publish.ts');
  await publishAll(shop.service, { sinks: [new KeepingSink()], remainingTime: () => 60_000 });
  // A fault is logged too, and its message may repeat what was asked.
  Reflect.set(shop.service, 'secrets', () => Promise.reject(new Error(`a fault about ${first.code} of ${EMAIL}`)));
  await shop.ask('activate', 'POST /v1/activations', { body: { code: first.code, product: PC.id, device } });
  return { secret, unlogged };
}

/** The forms in which somebody would still read a value. */
function formsOf(value: string): readonly string[] {
  const plain = [value, value.replaceAll('-', '')];
  const bytes = plain.flatMap((text) => [Buffer.from(text), Buffer.from(text.toLowerCase())]);
  const encoded = bytes.flatMap((one) => [
    ...sextets(one, 'base64'),
    ...sextets(one, 'base64url'),
    one.toString('hex'),
  ]);
  const reversed = plain.map((text) => [...text].reverse().join(''));
  return [...plain, ...encoded, ...reversed].map((form) => form.toLowerCase());
}

/** Base64 of a value that begins anywhere in a longer text: without the symbols that its neighbors share. */
function sextets(bytes: Buffer, encoding: 'base64' | 'base64url'): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString(encoding)
      .replaceAll('=', '');
    return text.slice(offset === 0 ? 0 : offset + 1, -2);
  });
}

/** Everything that can be read of some lines: as they are, and what their base64 and hex parts decode to. */
function readable(lines: readonly string[]): string {
  const text = lines.join('\n');
  const encoded = text.match(/[\w+/-]{16,}/g) ?? [];
  const decoded = encoded.flatMap((part) => [
    Buffer.from(part, 'base64').toString('latin1'),
    Buffer.from(part, 'hex').toString('latin1'),
  ]);
  return [text, ...decoded].join('\n').toLowerCase();
}

function found(values: Record<string, string>, haystack: string): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    formsOf(value).some((form) => haystack.includes(form)) ? [name] : [],
  );
}

describe('what is stored and logged after a whole journey', () => {
  let journey: Journey;
  let items: readonly string[];
  let logged: string;

  beforeAll(async () => {
    const shop = await openTestService(anyEngine());
    journey = await travel(shop);
    logged = readable(shop.logged);
    items = (await readWholeTable(shop)).map((item) =>
      JSON.stringify(item, (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
      ),
    );
  });

  it('finds what stands in plain sight, so that finding nothing says something', () => {
    const [code = ''] = Object.values(journey.secret);
    for (const form of [code, Buffer.from(`x${code}y`).toString('base64'), Buffer.from(code).toString('hex')]) {
      expect(found({ code }, readable([`before ${form} after`]))).toEqual(['code']);
    }
    expect(Object.values(journey.secret).every((value) => value.length > 7)).toBe(true);
    expect(Object.keys(journey.secret)).toEqual(
      expect.arrayContaining(['first', 'rotated', 'recovered', 'token', 'key']),
    );
    expect(logged).toContain('request.completed');
    expect(logged).toContain('request.failed');
  });

  it('R1.5 R10.5 R12.2 has no code, key, token, fingerprint or part in the table', () => {
    const { secret } = journey;
    expect(found(secret, readable(items))).toEqual([]);
  });

  it('R1.5 R10.5 has none of them in the log, nor an address, a name, an activation id or a lease', () => {
    const { secret } = journey;
    expect(found({ ...secret, ...journey.unlogged }, logged)).toEqual([]);
  });

  it('R14.1 has no address and no name in the audit', () => {
    const audit = items.filter((item) => item.includes('"pk":"J#'));
    expect(audit.length).toBeGreaterThan(10);
    const { email, name } = journey.unlogged;
    expect(found({ email: email ?? '', name: name ?? '' }, readable(audit))).toEqual([]);
  });

  it('keeps an address only with the license that it belongs to', () => {
    const holders = items.filter((item) => readable([item]).includes(EMAIL.toLowerCase()));
    expect(holders.length).toBeGreaterThan(0);
    for (const item of holders) expect(item).toMatch(/"sk":"M"/);
  });
});
