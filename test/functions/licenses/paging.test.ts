import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { OperatedLicenseAnswer } from '../../../functions/http/schemas/license-answer.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { type Stored, storeLicense, storeProducts } from '../../support/stored-license.ts';
import { openTestService, START, type TestService } from '../../support/test-service.ts';

/** What others do between two pages: issue a license as of an instant, or change the order of one that is listed. */
const write = fc.oneof(
  fc.record({ issuedAt: fc.integer({ min: START - 5, max: START + 5 }) }),
  fc.record({ changed: fc.nat(50) }),
);

const listing = fc.record({
  instants: fc.array(fc.integer({ min: START - 3, max: START + 3 }), { minLength: 1, maxLength: 8 }),
  limits: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  between: fc.array(fc.array(write, { maxLength: 3 }), { maxLength: 8 }),
});

describeOnEngines('pages of licenses', (engine) => {
  let service: TestService;
  let lists = 0;
  beforeAll(async () => {
    service = await openTestService(engine);
    await storeProducts(service);
  });

  const issue = (batch: string, issuedAt: number): Promise<Stored> =>
    storeLicense(service, { license: { issuedAt }, details: { batch } });

  async function carryOut(
    batch: string,
    known: Stored[],
    one: { issuedAt: number } | { changed: number },
  ): Promise<void> {
    if ('issuedAt' in one) {
      known.push(await issue(batch, one.issuedAt));
      return;
    }
    const { id = '' } = known[one.changed % known.length] ?? {};
    const changes = { path: { id }, body: { orderId: `order ${one.changed}`, reason: 'Moved.' } };
    const answer = await service.operate('licenses', 'PATCH /v1/licenses/{id}', changes);
    expect(answer.statusCode).toBe(200);
  }

  test('whatever others write meanwhile, what was there is listed once, and nothing twice', { timeout: 300_000 }, () =>
    fc.assert(
      fc.asyncProperty(listing, async ({ instants, limits, between }) => {
        lists += 1;
        const batch = `paging-${lists}`;
        const known: Stored[] = [];
        for (const issuedAt of instants) known.push(await issue(batch, issuedAt));
        const before = known.map(({ id }) => id);
        const listed: string[] = [];
        let cursor: string | null = null;
        for (let at = 0; at === 0 || cursor !== null; at += 1) {
          const limit = String(limits[at % limits.length]);
          const query = { batch, limit, ...(cursor !== null && { cursor }) };
          const answer = await service.operate('licenses', 'GET /v1/licenses', { query });
          const page = answer.json as unknown as { items: OperatedLicenseAnswer[]; next: string | null };
          expect(page.items.length).toBeLessThanOrEqual(Number(limit));
          listed.push(...page.items.map(({ id }) => id));
          cursor = page.next;
          for (const one of between[at] ?? []) await carryOut(batch, known, one);
        }
        expect(new Set(listed).size).toBe(listed.length);
        expect(listed).toEqual(expect.arrayContaining(before));
        expect(known.map(({ id }) => id)).toEqual(expect.arrayContaining(listed));
      }),
      { numRuns: 25 },
    ),
  );
});
