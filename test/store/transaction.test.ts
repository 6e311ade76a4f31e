import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Expression } from '../../functions/store/expression.ts';
import { Conflict, Stale } from '../../functions/store/retry.ts';
import { isNew, transact, type Write } from '../../functions/store/transaction.ts';
import { anyEngine } from '../support/engines.ts';
import { type Call, conflict, intercept } from '../support/faults.ts';
import { openTestService, type TestService } from '../support/test-service.ts';
import { readWholeTable } from '../support/whole-table.ts';

describe('a transaction that others are in the way of', () => {
  let shop: TestService;
  let refusals = 0;
  let sent: Call['input'][] = [];

  beforeAll(async () => {
    shop = await openTestService(anyEngine());
  });

  beforeEach(() => {
    sent = [];
    intercept(shop.service.ledger.client, 'in-the-way', async (call) => {
      if (call.command !== 'TransactWriteItemsCommand') return call.send();
      sent.push(call.input);
      if (sent.length <= refusals) throw conflict(call);
      return call.send();
    });
  });

  afterEach(() => shop.service.ledger.client.middlewareStack.remove('in-the-way'));

  const put = (sk: string): Write => ({ put: { pk: 'T', sk }, item: {}, expression: isNew() });
  const stored = async () => (await readWholeTable(shop)).filter(({ pk }) => pk === 'T').map(({ sk }) => sk);

  test('R4.6 is sent again as it stands, and done once', async () => {
    refusals = 4;
    await transact(shop.service.ledger, [put('a')]);
    expect(sent.length).toBe(5);
    expect(new Set(sent.map((input) => JSON.stringify(input))).size).toBe(1);
    expect(await stored()).toEqual(['a']);
  });

  test('is given back to whoever decided on it, to read anew, when they stay in the way', async () => {
    refusals = 5;
    await expect(transact(shop.service.ledger, [put('b')])).rejects.toBeInstanceOf(Conflict);
    expect(sent.length).toBe(5);
    expect(await stored()).not.toContain('b');
  });

  test('is given back at once when what it rests on has changed meanwhile', async () => {
    refusals = 1;
    const expression = new Expression().demandEqual(['n'], 1);
    const writes: Write[] = [put('c'), { update: { pk: 'T', sk: 'missing' }, expression }];
    await expect(transact(shop.service.ledger, writes)).rejects.toBeInstanceOf(Stale);
    expect(sent.length).toBe(2);
    expect(await stored()).not.toContain('c');
  });
});
