import { ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { fromItem } from '../../functions/store/attribute.ts';
import type { PlainItem } from '../../functions/store/read-plain.ts';
import type { TestService } from './test-service.ts';

/** Every item of the table, to prove what is in it and what is not. */
export async function readWholeTable({ service }: TestService): Promise<readonly PlainItem[]> {
  const { client, table } = service.ledger;
  const items: PlainItem[] = [];
  let start: ScanCommandInput['ExclusiveStartKey'];
  do {
    const page = await client.send(new ScanCommand({ TableName: table, ...(start && { ExclusiveStartKey: start }) }));
    items.push(...(page.Items ?? []).map(fromItem));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

/** How many items there are of each kind: the letter before the first `#`, and the sort key where it is one word. */
export function countKinds(items: readonly PlainItem[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { pk, sk } of items) {
    const kind = String(pk).split('#')[0] ?? '';
    const name = kind === 'L' ? `L ${String(sk).split('#')[0]}` : kind;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
