import { createTable } from '../../functions/store/create-table.ts';
import { forEachAtMost } from '../../functions/store/parallel.ts';
import { makeBare, recordWrites, sendBare } from './bare-writes.ts';
import { median, memory, sample, spread } from './measure.ts';
import { atLeast, atMost, type Findings, type Part, round } from './part.ts';
import { openScene, type Scene } from './scene.ts';

/** As many requests at once as issuing sends. */
const REQUESTS_AT_ONCE = 6;

export interface IssueRound {
  readonly work: number;
  readonly bare: number;
  readonly requests: number;
}

/** Codes of one request. */
export const CODES_AT_ONCE = 500;

/** Issues codes, then writes the very same items bare into another table. */
export async function issueRound(scene: Scene, bareTable: string): Promise<IssueRound> {
  const { ledger } = scene.service;
  let work = 0;
  const recorded = await recordWrites(ledger, async () => {
    work = (await sample(() => scene.issue(CODES_AT_ONCE))).wall;
  });
  const writes = await Promise.all(recorded.map((one) => makeBare(ledger, bareTable, one)));
  const bare = await sample(() =>
    forEachAtMost(writes, REQUESTS_AT_ONCE, async (one) => void (await sendBare(scene.bare, one))),
  );
  return { work, bare: bare.wall, requests: writes.length };
}

/** Issuing against bare writes of the same items in the same requests, and the memory that it keeps. */
export const issue: Part = {
  name: 'issue',
  async run(quick): Promise<Findings> {
    const scene = await openScene();
    const { ledger } = scene.service;
    const bareTable = `${ledger.table}-bare`;
    await createTable({ ...ledger, table: bareTable });
    await scene.issue(CODES_AT_ONCE);
    const before = memory();
    const rounds: IssueRound[] = [];
    for (let left = quick ? 4 : 40; left > 0; left -= 1) rounds.push(await issueRound(scene, bareTable));
    const grown = memory() - before;
    const codes = rounds.length * CODES_AT_ONCE;
    const rate = (times: readonly number[]) => (CODES_AT_ONCE / median(times)) * 1000;
    const ratio = median(rounds.map(({ work, bare }) => bare / work));
    const columns = ['codes', 'a second', 'bare, a second', 'share of bare', 'requests for 500', 'memory'];
    const row = [
      codes.toLocaleString('en-US'),
      round(rate(rounds.map(({ work }) => work))),
      round(rate(rounds.map(({ bare }) => bare))),
      `${spread(rounds.map(({ work, bare }) => bare / work))}×`,
      String(rounds[0]?.requests),
      `+ ${grown.toFixed(1)} MB`,
    ];
    const note = `Requests of ${CODES_AT_ONCE} codes; after each the same items are written bare, in the same batches and transactions, ${REQUESTS_AT_ONCE} at once, into another table. Memory is what lives after a collection.`;
    return {
      tables: [{ title: 'Issuing', note, columns, rows: [row] }],
      targets: [
        atLeast('issue: rate of bare writes of the same items', ratio, 0.7),
        atMost(`issue: memory after ${codes.toLocaleString('en-US')} codes`, Math.max(0, grown), 50, ' MB'),
      ],
    };
  },
};
