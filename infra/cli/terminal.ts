import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Where a command reads and writes: results to `out`, everything else to `tell`. */
export interface Terminal {
  readonly json: boolean;
  /** Whether a person can be asked. */
  readonly asks: boolean;
  out(text: string): void;
  /** To the error stream, so that results can be piped. */
  tell(text: string): void;
  /** Shows how far it is: drawn over the last one where a person looks on. */
  progress(line: string): void;
  ask(question: string): Promise<string>;
  /** Reads what must not be shown: hidden from a keyboard, or everything that is piped in. */
  secret(question: string): Promise<string>;
}

const CLEAR_LINE = '\r\u001b[2K';

/** The terminal of this process. */
export function openTerminal(json: boolean): Terminal {
  let isDrawn = false;
  const settle = () => {
    if (isDrawn) process.stderr.write('\n');
    isDrawn = false;
  };
  return {
    json,
    asks: process.stdin.isTTY && process.stderr.isTTY,
    out: (line) => {
      settle();
      process.stdout.write(`${line}\n`);
    },
    tell: (line) => {
      settle();
      process.stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (!process.stderr.isTTY) {
        process.stderr.write(`${line}\n`);
        return;
      }
      process.stderr.write(`${CLEAR_LINE}${line}`);
      isDrawn = true;
    },
    ask: (question) => prompt(question, process.stderr),
    secret: async (question) => {
      if (!process.stdin.isTTY) return (await text(process.stdin)).trim();
      process.stderr.write(question);
      const answer = await prompt('', NOWHERE);
      process.stderr.write('\n');
      return answer.trim();
    },
  };
}

const NOWHERE = new Writable({ write: (_chunk, _encoding, done) => done() });

async function prompt(question: string, output: NodeJS.WritableStream): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

/** Characters that could steer a terminal: what others have typed, such as names of devices, is shown without them. */
const STEERING = /\p{Cc}/gu;

/** A table with a heading, or a sentence when it is empty. */
export function formatTable(heads: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  if (rows.length === 0) return none;
  const lines = [heads, ...rows.map((row) => row.map((cell) => cell.replace(STEERING, '\ufffd')))];
  const widths = heads.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names and values, one a line. */
export function formatFacts(facts: Readonly<Record<string, string | null | undefined>>): string {
  const known = Object.entries(facts).filter((fact): fact is [string, string] => fact[1] != null && fact[1] !== '');
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)}  ${value.replace(STEERING, '\ufffd')}`).join('\n');
}
