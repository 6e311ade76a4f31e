import { createTable } from '../../functions/store/create-table.ts';
import { intercept } from '../support/faults.ts';
import { type BareWrite, isWrite, makeBare, type Recorded, sendBare, sendRead } from './bare-writes.ts';
import type { Findings } from './part.ts';
import type { Scene } from './scene.ts';
import { COLUMNS, type Pair, runWarm, warmRow } from './warm-row.ts';

const CONCURRENCIES = [1, 8, 32];
/** Seats enough for every device of a run: the class is counted in shards (R4.6). */
const SEATS = 100_000;
const NAME = 'record-activation';

/** First activations of devices on one license against the calls that they make: the same reads, the same items put. */
export async function warmActivations(scene: Scene, quick: boolean): Promise<Findings> {
  const bareTable = `${scene.service.ledger.table}-bare-warm`;
  await createTable({ ...scene.service.ledger, table: bareTable });
  const [code] = await scene.issue(1, SEATS);
  const [times, rounds] = quick ? [60, 2] : [200, 6];
  const rows: string[][] = [];
  let devices = 0;
  const activate = () => {
    devices += 1;
    return scene.activate(code?.code ?? '', `warm-activate-${devices}`);
  };
  await runWarm(times, 8, activate);
  for (const concurrency of CONCURRENCIES) {
    const pairs: Pair[] = [];
    for (let left = rounds; left > 0; left -= 1) {
      const recorded: Recorded[] = [];
      const { client } = scene.service.ledger;
      intercept(client, NAME, (call) => {
        recorded.push(call);
        return call.send();
      });
      const work = await runWarm(times, concurrency, activate);
      client.middlewareStack.remove(NAME);
      const bare = await bareCalls(scene, bareTable, recorded, times);
      pairs.push({ work, baseline: await runWarm(times, concurrency, bare) });
    }
    rows.push(warmRow(String(concurrency), pairs).cells);
  }
  const note = `Each call is the first of a device on a license of ${SEATS.toLocaleString('en-US')} seats; ${times * rounds} calls each, in turns of ${times}. Bare are the same reads, then the same items put in one transaction without conditions, into another table.`;
  return { tables: [{ title: 'A warm activation against its bare calls', note, columns: COLUMNS, rows }], targets: [] };
}

/** What so many activations asked of the table, shared out evenly again: as many reads and writes for each. */
async function bareCalls(scene: Scene, table: string, recorded: readonly Recorded[], times: number) {
  const { ledger } = scene.service;
  const reads = recorded.filter((one) => !isWrite(one));
  const writes: BareWrite[] = [];
  for (const one of recorded) if (!reads.includes(one)) writes.push(await makeBare(ledger, table, one));
  const shareOf = <T>(all: readonly T[], number: number) =>
    all.slice(Math.floor((number * all.length) / times), Math.floor(((number + 1) * all.length) / times));
  return async (number: number): Promise<void> => {
    for (const read of shareOf(reads, number)) await sendRead(scene.bare, read);
    for (const write of shareOf(writes, number)) await sendBare(scene.bare, write);
  };
}
