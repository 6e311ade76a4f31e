/** The one table: its keys, and the sparse index of what is due (docs/data-model.md). */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'ttl',
  dueIndex: 'due',
  duePartition: 'dueP',
  dueSort: 'dueS',
} as const;

/** How many partitions the index has for due licenses and held seats, and for the outbox (R13.1). */
export const DUE_SHARDS = 32;
