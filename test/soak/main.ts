import { startEngine } from '../../infra/local/engine.ts';
import { openSoak } from './open-soak.ts';
import { runSoak } from './soak.ts';

/**
 * `npm run soak -- [operations] [licenses] [share of failing calls] [seed] [longest seconds]`: prints what it found, and
 * fails on a finding. One call in ten failing disturbs about one operation in three.
 */
const [operations = 1_000_000, licenses = 1000, faultRate = 0.1, seed = 1, longest = Number.POSITIVE_INFINITY] =
  process.argv.slice(2).map(Number);

const engine = await startEngine({ dataDirectory: ':memory:', prefer: 'dynoxide' });
const begun = performance.now();
const seconds = () => Math.round((performance.now() - begun) / 1000);
try {
  const shop = await openSoak(engine.endpoint);
  const result = await runSoak(shop, {
    operations,
    licenses,
    faultRate,
    atOnce: 32,
    seed,
    longest,
    report: (done, { disturbed, repeated }) =>
      console.log(`${done} operations, ${disturbed} disturbed, ${repeated} repeats, ${seconds()} s`),
  });
  const { tally, overSeats, lostSeats, brokenChains, wrongAnswers, ...counts } = result;
  console.log(
    JSON.stringify({ planned: operations, licenses, seed, seconds: seconds(), ...counts, ...tally }, null, 2),
  );
  const findings = { overSeats, lostSeats, brokenChains, wrongAnswers };
  for (const [name, found] of Object.entries(findings)) {
    console.log(`${name}: ${found.length}`);
    for (const one of found.slice(0, 20)) console.log(`  ${one}`);
  }
  if (Object.values(findings).some((found) => found.length > 0)) process.exitCode = 1;
} finally {
  await engine.stop();
}
