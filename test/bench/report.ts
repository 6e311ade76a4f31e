import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Findings, Table, Target } from './part.ts';

const ROOT = join(import.meta.dirname, '../..');
/** In the repository: whoever measures one part anew keeps what was published of the others. */
const KEPT = join(import.meta.dirname, 'findings');

/** Findings with when and how they were taken. */
interface Kept extends Findings {
  readonly name: string;
  readonly at: string;
  readonly command: string;
}

/** Parts may run on different days: each keeps its findings, and the documents are written from all that are kept. */
export async function keep(name: string, command: string, findings: Findings): Promise<void> {
  await mkdir(KEPT, { recursive: true });
  const at = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const kept: Kept = { name, at, command, ...findings };
  await writeFile(join(KEPT, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`);
}

async function readKept(order: readonly string[]): Promise<readonly Kept[]> {
  const names = (await readdir(KEPT)).map((file) => file.replace(/\.json$/, ''));
  const known = order.filter((name) => names.includes(name));
  return Promise.all(known.map(async (name) => JSON.parse(await readFile(join(KEPT, `${name}.json`), 'utf8')) as Kept));
}

/** Writes docs/benchmarks.md and the figures of README.md; nothing in either is typed by hand. */
export async function writeDocuments(order: readonly string[]): Promise<void> {
  const kept = await readKept(order);
  const parts = kept.map(({ name, at, command, tables, targets }) => {
    const head = `## ${name}\n\nTaken ${at} by \`${command}\`.\n`;
    return [head, ...tables.map(tableText), ...(targets.length > 0 ? [targetText(targets)] : [])].join('\n');
  });
  await writeFile(join(ROOT, 'docs/benchmarks.md'), `${[introduction(), ...parts].join('\n').trimEnd()}\n`);
  await writeReadme(kept);
}

function introduction(): string {
  const [processor] = cpus();
  return [
    '# Benchmarks\n',
    'Written by `npm run bench`; nothing here was typed by hand. `npm run bench -- --only=cold,warm` takes some parts and',
    '`--quick` small sizes, which are printed only; `million` and `due` run only when they are named. Timings are ratios against a baseline that takes turns with what is measured in the same run,',
    'medians with the middle half in brackets; bare is a client of the AWS SDK as it comes; counts of requests and units are exact. Units are those of dynoxide, which',
    'counts as DynamoDB does (docs/data-model.md).\n',
    `Machine: ${cpus().length} × ${processor?.model.trim() ?? 'unknown'}, Node ${process.versions.node}, other work on it at the time.\n`,
  ].join('\n');
}

export function tableText({ title, note, columns, rows }: Table): string {
  return `### ${title}\n\n${note}\n\n${aligned([columns, ...rows])}`;
}

export function targetText(targets: readonly Target[]): string {
  const rows = targets.map(({ what, limit, measured, met }) => [what, limit, measured, met ? 'met' : '**missed**']);
  return aligned([['target', 'limit', 'measured', ''], ...rows]);
}

/** A table as the formatter sets it, the first row above the line. */
function aligned([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |\n`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('');
}

/** What the README shows of each part: how the names of its figures begin. docs/benchmarks.md has all. */
const HEADLINES = new Map([
  ['cold', ['']],
  ['warm', ['validate: p50', 'validate: processor']],
  ['cost', ['']],
  ['million', ['activate: units', 'validate: units', 'idle sweep:', 'issue:']],
  ['due', ['']],
]);

/** The figures for the README; one that was renamed must not drop out of it unseen. */
function headlines({ name, targets }: Kept): readonly Target[] {
  return (HEADLINES.get(name) ?? []).flatMap((start) => {
    const found = targets.filter(({ what }) => what.startsWith(start));
    if (found.length === 0) throw new Error(`${name} has no figure "${start}…"`);
    return found;
  });
}

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

async function writeReadme(kept: readonly Kept[]): Promise<void> {
  const file = join(ROOT, 'README.md');
  const text = await readFile(file, 'utf8');
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start < 0 || end < start) return;
  const days = [...new Set(kept.map(({ at }) => at.slice(0, at.indexOf(' '))))].toSorted();
  const commands = [...new Set(kept.map(({ command }) => `\`${command}\``))];
  const count = kept.flatMap(({ targets }) => targets).length;
  const when = [days[0], ...days.slice(1).slice(-1)].join(' to ');
  const figures = [
    `Measured ${when} by ${commands.join(', ')}.\nThese are the chief ones of ${count} figures with a limit; [docs/benchmarks.md](docs/benchmarks.md) has all, and what was measured besides. A figure\nwith × is a share of what the same takes with an unmodified client of the AWS SDK, in the same run.\n`,
    targetText(kept.flatMap(headlines)),
  ].join('\n');
  await writeFile(file, `${text.slice(0, start)}${START}\n${figures}${text.slice(end)}`);
}
