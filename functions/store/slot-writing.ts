import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Slot } from '../core/slot.ts';
import type { Authorship } from './audit-item.ts';
import type { Database } from './client.ts';
import { commit, type Ledger } from './commit.ts';
import { readTraces, traceKeys, writeAliases } from './devices.ts';
import { Expression } from './expression.ts';
import { slotKey } from './keys.ts';
import { readItems } from './read.ts';
import { noncePath, seenOnPath } from './slot-item.ts';

/**
 * Notes on which UTC day an activation was last seen: one unconditional unit a day, beside the slot's version, so that
 * nobody who writes the slot has to start again. Demands only that the activation is still there.
 */
export async function noteSeen(
  { client, table }: Database,
  slot: Pick<Slot, 'device' | 'family'>,
  { seatClass, nonce }: { readonly seatClass: string; readonly nonce: string },
  day: number,
): Promise<void> {
  const { pk, sk } = slotKey(slot.device, slot.family);
  const expression = new Expression().set(seenOnPath(seatClass), day).demandEqual(noncePath(seatClass), nonce);
  await client.send(
    new UpdateItemCommand({ TableName: table, Key: { pk: { S: pk }, sk: { S: sk } }, ...expression.write() }),
  );
}

/** Writes how a device is known by now, with the aliases that lead to it (R10.2). @throws Stale, Conflict */
export async function writeIdentity(ledger: Ledger, before: Slot, after: Slot, authorship: Authorship): Promise<void> {
  const { components, fingerprints } = after.identity;
  const values = {
    components: { ...components, ...Object.fromEntries(fingerprints.map((value, at) => [`#${at}`, value])) },
  };
  const items = await readItems(ledger, traceKeys(after.family, values), true);
  const traces = readTraces(items, after.family, values);
  const transition = {
    slots: [{ before, after }],
    licenses: [],
    seats: [],
    waits: { put: [], remove: [] },
    events: [],
  };
  await commit(ledger, transition, authorship, writeAliases(after.family, after.device, after.identity, traces));
}
