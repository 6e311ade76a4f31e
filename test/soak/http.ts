import { type Interval, runLoad } from './load.ts';

/**
 * `npm run soak:http -- [seconds] [seconds an interval] [seed]`: loads a local service to the full with mixed traffic, and
 * fails when it fails or its memory keeps growing.
 */
const [seconds = 60, intervalSeconds = 5, seed = 1] = process.argv.slice(2).map(Number);

const whole = (value: number) => String(Math.round(value)).padStart(8);
const columns = ['requests', 'p50 ms', 'p99 ms', 'refused', '5xx', 'MB', 'MB table'];

console.log(columns.map((column) => column.padStart(8)).join(' '));
const report = ({ requests, p50, p99, refused, failed, service, engine }: Interval) =>
  console.log([requests, p50, p99, refused, failed, service, engine].map(whole).join(' '));
const { intervals, asked, growth } = await runLoad({ seconds, intervalSeconds, seed, report });

const failed = intervals.reduce((sum, interval) => sum + interval.failed, 0);
console.log(JSON.stringify({ seconds, asked, failed, growth }));
if (failed > 0) console.error(`${failed} requests failed`);
if (growth.grows) console.error('memory keeps growing');
if (failed > 0 || growth.grows) process.exitCode = 1;
