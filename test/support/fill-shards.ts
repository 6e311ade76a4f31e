import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SHARDS } from '../../functions/core/seat-pool.ts';
import type { Database } from '../../functions/store/client.ts';
import { counterShardKey } from '../../functions/store/keys.ts';

/** Sets the seats in use of a large class, evenly over its shards, as that many activations would leave them. */
export async function fillShards(
  { client, table }: Database,
  license: string,
  seatClass: string,
  used: number,
): Promise<void> {
  for (let shard = 0; shard < SHARDS; shard += 1) {
    const { pk, sk } = counterShardKey(license, seatClass, shard);
    const share = Math.floor(used / SHARDS) + (shard < used % SHARDS ? 1 : 0);
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: 'SET u = :u',
        ExpressionAttributeValues: { ':u': { N: String(share) } },
      }),
    );
  }
}
