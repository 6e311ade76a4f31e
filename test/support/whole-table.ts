import { ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { fromItem } from '../../functions/store/attribute.ts';
import type { Key } from '../../functions/store/keys.ts';
import type { PlainItem } from '../../functions/store/read-plain.ts';
import type { TestService } from './test-service.ts';

/** Every item of the table, to prove what is in it and what is not. */
export async function readWholeTable({ service }: TestService): Promise<readonly (PlainItem & Key)[]> {
  const { client, table } = service.ledger;
  const items: (PlainItem & Key)[] = [];
  let start: ScanCommandInput['ExclusiveStartKey'];
  do {
    const page = await client.send(new ScanCommand({ TableName: table, ...(start && { ExclusiveStartKey: start }) }));
    items.push(
      ...(page.Items ?? []).map((item) => ({ ...fromItem(item), pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' })),
    );
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

/** How many items there are of each kind: the letter before the first `#`, and the sort key where it is one word. */
export function countKinds(items: readonly Key[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { pk, sk } of items) {
    const kind = pk.split('#')[0] ?? '';
    const name = kind === 'L' ? `L ${sk.split('#')[0]}` : kind;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
