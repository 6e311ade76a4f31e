import type { BatchWriteItemCommandInput, BatchWriteItemCommandOutput } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { putItems } from '../../functions/store/batch-write.ts';
import { chunksOf, forEachAtMost } from '../../functions/store/parallel.ts';
import { describeOnEngines } from '../support/engines.ts';
import { stackOf } from '../support/middleware.ts';
import { openTestService, type TestService } from '../support/test-service.ts';
import { readWholeTable } from '../support/whole-table.ts';

describeOnEngines('putItems', (engine) => {
  let shop: TestService;
  beforeAll(async () => {
    shop = await openTestService(engine);
  });

  const puts = (pk: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ put: { pk, sk: String(n).padStart(4, '0') }, item: { n } }));
  const storedUnder = async (name: string) => (await readWholeTable(shop)).filter(({ pk }) => pk === name).length;

  test('puts more than fit in one batch', async () => {
    await putItems(shop.service.ledger, puts('many', 180));
    expect(await storedUnder('many')).toBe(180);
  });

  test('puts nothing', async () => {
    await expect(putItems(shop.service.ledger, [])).resolves.toBeUndefined();
  });

  test('asks again for what DynamoDB leaves unprocessed, until all is there', async () => {
    const { client, table } = shop.service.ledger;
    let cut = 0;
    stackOf(client).add(
      (next) => async (args) => {
        const input = args.input as BatchWriteItemCommandInput;
        const wanted = input.RequestItems?.[table] ?? [];
        if (wanted.length < 2) return next(args);
        cut += 1;
        // What a throttled table does: a part is written, the rest is handed back.
        const half = Math.ceil(wanted.length / 2);
        const RequestItems = { [table]: wanted.slice(0, half) };
        const answer = await next({ ...args, input: { ...input, RequestItems } });
        const output = answer.output as BatchWriteItemCommandOutput;
        return { ...answer, output: { ...output, UnprocessedItems: { [table]: wanted.slice(half) } } };
      },
      { step: 'initialize', name: 'cut' },
    );
    await putItems(shop.service.ledger, puts('cut', 60));
    client.middlewareStack.remove('cut');
    expect(cut).toBeGreaterThan(3);
    expect(await storedUnder('cut')).toBe(60);
  });
});

describe('forEachAtMost', () => {
  test('works on every item once, never on more at a time', async () => {
    let atOnce = 0;
    let most = 0;
    const seen: number[] = [];
    const items = Array.from({ length: 20 }, (_, n) => n);
    await forEachAtMost(items, 3, async (item) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await Promise.resolve();
      seen.push(item);
      atOnce -= 1;
    });
    expect(seen.toSorted((a, b) => a - b)).toEqual(items);
    expect(most).toBe(3);
  });

  test('after a failure begins nothing new, and has nothing running when it throws', async () => {
    let running = 0;
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      running += 1;
      await Promise.resolve();
      await Promise.resolve();
      running -= 1;
      if (item === 1) throw new Error('the second one fails');
    };
    await expect(forEachAtMost([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2, work)).rejects.toThrow('the second one fails');
    expect(running).toBe(0);
    expect(begun.length).toBeLessThan(10);
  });

  test('a list is cut into parts that hold all of it', () => {
    expect(chunksOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(chunksOf([], 2)).toEqual([]);
  });
});
