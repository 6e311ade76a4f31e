import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { publishAll } from '../../functions/publish/publish.ts';
import { readAudit } from '../../functions/store/audit-reading.ts';
import { verifyChain } from '../../functions/store/chain.ts';
import { headKey } from '../../functions/store/chain-link.ts';
import { readAll } from '../../functions/store/read.ts';
import { transact } from '../../functions/store/transaction.ts';
import { KeepingSink } from '../support/audited-license.ts';
import { anyEngine } from '../support/engines.ts';
import { aPlan, MAC, PC, PHONE } from '../support/states.ts';
import { TAMPERINGS, undo } from '../support/tamperings.ts';
import { openTestService, type TestService } from '../support/test-service.ts';

describe('the audit of what belongs to no license', () => {
  let opened: TestService;
  beforeAll(async () => {
    opened = await openTestService(anyEngine());
  });

  const audit = async (chain: string) => {
    const { entries } = await readAudit(opened.service.ledger, chain, { after: null, limit: 100 });
    return entries.map(({ type, actor, data, before, after }) => ({ type, actor, data, before, after }));
  };
  const operate = async (name: string, route: string, path: Record<string, string>, body?: object) => {
    const answer = await opened.operate(name, route, { path, ...(body && { body }) });
    if (Number(answer.statusCode) >= 300) throw new Error(answer.body);
    return answer.json;
  };

  test('R14.1 products and plans: who made which revision; what changes nothing is no entry', async () => {
    for (const product of [PC, MAC, PHONE, PC]) {
      const { id, ...body } = product;
      await operate('catalog', 'PUT /v1/products/{id}', { id }, body);
    }
    const { id, revision: _made, ...body } = aPlan();
    await operate('catalog', 'PUT /v1/plans/{id}', { id }, body);
    await operate('catalog', 'PUT /v1/plans/{id}', { id }, { ...body, name: 'Another name' });
    const entries = await audit('catalog');
    expect(entries.map(({ type }) => type)).toEqual([
      'product.changed',
      'product.changed',
      'product.changed',
      'plan.changed',
      'plan.changed',
    ]);
    expect(entries.at(-1)).toEqual({
      type: 'plan.changed',
      actor: 'operator',
      data: { plan: id },
      before: { revision: 1 },
      after: { revision: 2 },
    });
  });

  test('R14.1 API keys: made and revoked, without their name and of course without the key', async () => {
    const key = await operate('keys', 'POST /v1/keys', {}, { name: 'Jane Doe', scopes: ['read'] });
    const prefix = String(key.prefix);
    await operate('keys', 'DELETE /v1/keys/{prefix}', { prefix });
    const again = await opened.operate('keys', 'DELETE /v1/keys/{prefix}', { path: { prefix } });
    expect(again.statusCode).toBe(404);
    const entries = await audit('keys');
    expect(entries.map(({ type, data }) => [type, data])).toEqual([
      ['key.created', { prefix }],
      ['key.revoked', { prefix }],
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/Jane|"key":/);
  });

  test('R14.1 webhooks: changed and removed, without their address and secret', async () => {
    const path = { id: 'hook' };
    const { secret } = await operate('webhooks', 'PUT /v1/webhooks/{id}', path, { url: 'https://a.example/token' });
    await operate('webhooks', 'PUT /v1/webhooks/{id}', path, { url: 'https://b.example/token', events: ['seat.*'] });
    await operate('webhooks', 'DELETE /v1/webhooks/{id}', path);
    const entries = await audit('webhooks');
    expect(entries.map(({ type, data }) => [type, data])).toEqual([
      ['webhook.changed', { webhook: 'hook', moved: false }],
      ['webhook.changed', { webhook: 'hook', moved: true }],
      ['webhook.removed', { webhook: 'hook' }],
    ]);
    expect(JSON.stringify(entries)).not.toContain('example');
    expect(JSON.stringify(entries)).not.toContain(String(secret));
  });

  test('R14.1 they are sealed and verified as the audit of a license is, and leave by no sink', async () => {
    const sink = new KeepingSink();
    const report = await publishAll(opened.service, { sinks: [sink], remainingTime: () => 60_000 });
    expect(report.sealed).toBe(10);
    expect(sink.events).toEqual([]);
    const { ledger } = opened.service;
    for (const chain of ['catalog', 'keys', 'webhooks']) expect(await verifyChain(ledger, chain)).toBe(true);
  });

  test('R14.1 any tampering with them is found', async () => {
    const { ledger } = opened.service;
    const chains = await Promise.all(
      ['catalog', 'keys', 'webhooks'].map(async (chain) => ({
        chain,
        entries: await readAll(ledger, { pk: headKey(chain).pk, from: '0', to: ':' }),
      })),
    );
    expect(chains.map(({ entries }) => entries.length)).toEqual([5, 2, 3]);
    const two = fc.uniqueArray(fc.nat(4), { minLength: 2, maxLength: 5 });
    // They give no reasons.
    const names = fc.constantFrom(...Object.keys(TAMPERINGS).filter((name) => !name.includes('reason')));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...chains), two, names, async ({ chain, entries }, places, name) => {
        const [one, other] = places.flatMap((place) => entries[place] ?? []);
        fc.pre(one !== undefined && other !== undefined);
        await transact(ledger, TAMPERINGS[name]?.(one, other) ?? []);
        const found = !(await verifyChain(ledger, chain));
        await transact(ledger, undo(one, other));
        expect({ chain, name, found }).toEqual({ chain, name, found: true });
        expect(await verifyChain(ledger, chain)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
