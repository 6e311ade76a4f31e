import type { Terminal } from './terminal.ts';

const WIDTH = 24;
const begun = performance.now();
let lastShown = 0;

/** Without a person to look on, a line every so many milliseconds is enough. */
const SELDOM = 5000;

/**
 * Shows how far a long command is.
 * @param total null when nobody knows
 * @param from what had been done before this command began, which does not count for its speed
 */
export function showProgress(terminal: Terminal, count: number, total: number | null, from = 0): void {
  const now = performance.now();
  const isEnd = count === total;
  // A command that is over at once shows nothing.
  const isShort = isEnd && now - begun < SELDOM;
  if (!terminal.asks && (isShort || (!isEnd && now - lastShown < SELDOM))) return;
  lastShown = now;
  if (terminal.json) {
    terminal.progress(JSON.stringify({ progress: count, total }));
    return;
  }
  const speed = Math.round(((count - from) * 1000) / Math.max(1, now - begun));
  const parts = total === null ? `${count}` : `${bar(count / total)} ${count} of ${total}`;
  terminal.progress(`${parts}, ${speed} a second`);
}

function bar(part: number): string {
  const full = Math.floor(part * WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`;
}
