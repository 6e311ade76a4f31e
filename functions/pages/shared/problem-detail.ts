import type { Problem } from './call.ts';

/** What a problem says beyond its title, in words for the person who typed; null when that is nothing. */
export function problemDetail({ code, title, detail, fields }: Problem): string | null {
  if (code === 'code_malformed') return explainCode(fields);
  return detail.startsWith(title) ? null : detail;
}

/** R1.4 says what is wrong with a code, and where. */
function explainCode({ problem, position }: Readonly<Record<string, unknown>>): string {
  if (problem === 'length') return 'A code has 20 letters and digits.';
  if (problem === 'symbol' && typeof position === 'number') return `Symbol ${position} is none that a code can have.`;
  return 'A symbol is wrong, or two are swapped.';
}
