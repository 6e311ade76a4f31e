import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runCommand } from '../support/command-line.ts';
import { issueWithKill, readCodes } from '../support/killed-issue.ts';
import { startService } from '../support/local-service.ts';

/**
 * `node test/bench/issue-codes.ts [100000]`: issues so many codes with a command that is killed half-way and given
 * again, and counts what is in the file and in the table.
 */
const quantity = Number(process.argv[2] ?? 100_000);
const BATCH = 'bench';
const folder = await mkdtemp(join(tmpdir(), 'latchkey-issue-'));
const service = await startService(null);
const megabytes = (bytes: number | null) => (bytes === null ? 'unknown' : `${Math.round(bytes / 2 ** 20)} MB`);
try {
  const file = join(folder, 'codes.csv');
  const key = 'test-admin-key';
  const order = { url: service.url, key, plan: 'office-security-1y', batch: BATCH, quantity, chunk: 500, file };
  const begun = performance.now();
  const [killed, resumed] = await issueWithKill(order);
  const seconds = (performance.now() - begun) / 1000;
  if (resumed.exit !== 0) throw new Error(`the command ended with ${resumed.exit}: ${resumed.told}`);
  console.log(`${quantity} codes in ${Math.round(seconds)} s, ${Math.round(quantity / seconds)} a second`);
  console.log(`peak memory: ${megabytes(killed.peak)} until killed, ${megabytes(resumed.peak)} after`);
  const codes = await readCodes(file);
  const listed = join(folder, 'export.ndjson');
  const variables = { LATCHKEY_URL: service.url, LATCHKEY_KEY: key };
  await runCommand(['export', '--out', listed], { variables });
  const licenses = new Set<string>();
  for await (const line of createInterface({ input: createReadStream(listed) })) {
    const { id, batch } = JSON.parse(line) as { id: string; batch: string | null };
    if (batch === BATCH) licenses.add(id);
  }
  const distinct = new Set(codes.map(([code]) => code)).size;
  console.log(`in the file: ${codes.length} lines, ${distinct} codes; in the table: ${licenses.size} licenses`);
  const isSame = codes.every(([, license]) => licenses.has(license));
  const isRight = codes.length === quantity && distinct === quantity && licenses.size === quantity && isSame;
  console.log(isRight ? 'right' : 'WRONG');
  process.exitCode = isRight ? 0 : 1;
} finally {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
}
