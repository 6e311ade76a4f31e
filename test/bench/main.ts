import { parseArgs } from 'node:util';
import { cold } from './cold.ts';
import { cost } from './cost.ts';
import { hot } from './hot.ts';
import { http } from './http.ts';
import { issue } from './issue.ts';
import { due, million } from './million.ts';
import type { Part } from './part.ts';
import { keep, tableText, targetText, writeDocuments } from './report.ts';
import { scale } from './scale.ts';
import { sweep } from './sweep.ts';
import { warm } from './warm.ts';

const PARTS: readonly Part[] = [cold, warm, cost, scale, sweep, hot, issue, http, million, due];

/** `npm run bench [-- --only=cold,warm --quick]` */
const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } } });
const only = values.only?.split(',') ?? PARTS.filter(({ long }) => !long).map(({ name }) => name);
const unknown = only.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`No part ${unknown.join()}; there are ${PARTS.map(({ name }) => name).join()}.`);
  process.exit(1);
}
const command = values.only === undefined ? 'npm run bench' : `npm run bench -- --only=${values.only}`;
for (const part of PARTS.filter(({ name }) => only.includes(name))) {
  const start = performance.now();
  const findings = await part.run(values.quick);
  console.log([...findings.tables.map(tableText), targetText(findings.targets)].join('\n'));
  console.log(`${part.name}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  // Small sizes show that a part works; they are no figures to publish.
  if (!values.quick) await keep(part.name, command, findings);
}
if (!values.quick) await writeDocuments(PARTS.map(({ name }) => name));
process.exit(0);
