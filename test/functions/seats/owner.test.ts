import { beforeAll, expect, test } from 'vitest';
import { HOUR } from '../../../functions/core/instant.ts';
import { readWaitingMails } from '../../../functions/store/mail-outbox.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { activateOn, storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, START, type TestService } from '../../support/test-service.ts';

interface Listed {
  readonly license: { readonly seats: Record<string, { limit: number; used: number }> };
  readonly seats: { seatId: string; name: string; role: string; freeableAt: string }[];
  readonly next: string | null;
}

describeOnEngines('seats by code', (engine) => {
  let service: TestService;

  beforeAll(async () => {
    service = await openTestService(engine);
    await storeProducts(service);
  });

  const list = (code: string, cursor?: string) =>
    service.ask('seats', 'POST /v1/seats', { body: { code, ...(cursor && { cursor }) } });
  const listed = async (code: string) => (await list(code)).json as unknown as Listed;
  const release = (code: string, seatId: unknown) =>
    service.ask('seats', 'POST /v1/seats/release', { body: { code, seatId } });
  const later = (hours: number) => service.clock.freezeAt(START + hours * HOUR);

  test('R4.3 lists the seats with exact counts and when each may be freed', async () => {
    later(0);
    const { code } = await storeLicense(service);
    await activateOn(service, code, 'reception');
    await activateOn(service, code, 'workshop');
    const { license, seats, next } = await listed(code);
    expect(license.seats.desktop).toEqual({ limit: 3, used: 2 });
    expect(seats.map(({ name }) => name).toSorted()).toEqual(['reception', 'workshop']);
    expect(seats[0]).toMatchObject({
      role: 'active',
      freeableAt: '2026-11-25T11:00:00.000Z',
      lastSeenOn: '2026-11-24',
    });
    expect(next).toBeNull();
  });

  test('R4.3 frees a seat after the cool-down, mails the owner, and another device may have it', async () => {
    later(0);
    const { code } = await storeLicense(service, {
      plan: { id: 'single', seats: { desktop: 1 } },
      details: { customer: { email: 'Owner@Example.com' } },
    });
    const { seatId } = await activateOn(service, code, 'old');
    later(23);
    const early = await release(code, seatId);
    expect([early.statusCode, early.json.code, early.json.freeableAt]).toEqual([
      409,
      'release_cooldown',
      '2026-11-25T11:00:00.000Z',
    ]);
    later(24);
    const waiting = (await readWaitingMails(service.service.ledger, 100)).length;
    const freed = await release(code, seatId);
    expect([freed.statusCode, freed.json]).toEqual([200, { released: true, seatFreeAt: '2026-11-25T11:00:00.000Z' }]);
    expect(await readWaitingMails(service.service.ledger, 100)).toHaveLength(waiting + 1);
    expect((await listed(code)).seats).toEqual([]);
    expect((await activateOn(service, code, 'new')).created).toBe(true);
    expect((await release(code, seatId)).json.code).toBe('seat_unknown');
  });

  test('R4.3 the quota holds for a rolling year, also when releases race', async () => {
    later(0);
    const { code } = await storeLicense(service, {
      plan: { id: 'quota', seats: { desktop: 5 }, selfService: { releasesPerYear: 2, cooldownHours: 0 } },
    });
    const seats: unknown[] = [];
    for (const name of ['a', 'b', 'c', 'd']) seats.push((await activateOn(service, code, name)).seatId);
    const answers = await Promise.all(seats.map((seatId) => release(code, seatId)));
    const codes = answers.map(({ statusCode, json }) => (statusCode === 200 ? 'released' : String(json.code)));
    expect(codes.toSorted()).toEqual(['release_quota_exceeded', 'release_quota_exceeded', 'released', 'released']);
    const refused = answers.find(({ statusCode }) => statusCode === 409);
    expect(refused?.json).toMatchObject({
      releasesPerYear: 2,
      nextReleaseAt: new Date(START + 365 * 24 * HOUR).toISOString(),
    });
    expect((await listed(code)).license.seats.desktop).toEqual({ limit: 5, used: 2 });
    later(365 * 24);
    const [left] = (await listed(code)).seats;
    expect((await release(code, left?.seatId)).statusCode).toBe(200);
  });

  test('R4.4 a seat that is held is listed so until its instant, and releasing it again is the same answer', async () => {
    later(0);
    const { code } = await storeLicense(service, {
      plan: {
        id: 'holding',
        seats: { desktop: 1 },
        lease: { hours: 24, refreshHours: 12, holdSeatUntilLeaseEnds: true },
        selfService: { releasesPerYear: 3, cooldownHours: 0 },
      },
    });
    const { seatId } = await activateOn(service, code, 'old');
    const first = await release(code, seatId);
    expect(first.json).toEqual({ released: true, seatFreeAt: '2026-11-25T11:00:30.000Z' });
    later(1);
    expect((await release(code, seatId)).json).toEqual(first.json);
    const { seats, license } = await listed(code);
    expect(seats).toMatchObject([{ role: 'held', freeableAt: '2026-11-25T11:00:30.000Z' }]);
    expect(license.seats.desktop).toEqual({ limit: 1, used: 1 });
    service.clock.freezeAt(Date.parse('2026-11-25T11:00:30.000Z'));
    const after = await listed(code);
    expect(after.seats).toEqual([]);
    expect(after.license.seats.desktop).toEqual({ limit: 1, used: 0 });
  });

  test('R4.3 a rotated code lists and frees nothing', async () => {
    later(0);
    const { id, code } = await storeLicense(service);
    const { seatId } = await activateOn(service, code, 'device');
    const body = { reason: 'lost' };
    const { json } = await service.operate('operate', 'POST /v1/licenses/{id}/rotate-code', { path: { id }, body });
    later(48);
    for (const answer of [await list(code), await release(code, seatId)]) {
      expect([answer.statusCode, answer.json.code]).toEqual([409, 'code_rotated']);
    }
    expect((await release(String(json.code), seatId)).statusCode).toBe(200);
  });

  test('section 15: a blocked or revoked license frees nothing', async () => {
    later(0);
    const { id, code } = await storeLicense(service);
    const { seatId } = await activateOn(service, code, 'device');
    later(48);
    for (const [action, refusal] of [
      ['block', 'license_blocked'],
      ['revoke', 'license_revoked'],
    ] as const) {
      await service.operate('operate', `POST /v1/licenses/{id}/${action}`, { path: { id }, body: { reason: 'x' } });
      expect((await release(code, seatId)).json.code).toBe(refusal);
      expect((await listed(code)).seats).toHaveLength(1);
    }
  });

  test('two releases of one seat at once free it once', async () => {
    later(0);
    const { id, code } = await storeLicense(service, {
      plan: { id: 'race', seats: { desktop: 3 }, selfService: { releasesPerYear: 9, cooldownHours: 0 } },
    });
    const { seatId } = await activateOn(service, code, 'one');
    await activateOn(service, code, 'two');
    const answers = await Promise.all([1, 2, 3].map(() => release(code, seatId)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 404, 404]);
    const whole = await service.service.licenses.readWhole(id, true);
    expect(whole?.license.seats.desktop?.counter.used).toBe(1);
    expect(whole?.license.releases).toHaveLength(1);
  });

  test('what is no seat, no code or no cursor is refused', async () => {
    const { code } = await storeLicense(service);
    expect((await release(code, 'desktop.AAAAAAAAAAAAAAAAAAAAAA')).json.code).toBe('seat_unknown');
    expect((await release(code, 'nonsense')).json.code).toBe('seat_unknown');
    expect((await list('00000-00000-00000-00000')).json.code).toBe('code_unknown');
    expect((await list('00000-00000')).json).toMatchObject({ code: 'code_malformed', problem: 'length' });
    for (const cursor of ['AAAA', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAA']) {
      const answer = await list(code, cursor);
      expect(answer.json).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/cursor' }] });
    }
  });
});
