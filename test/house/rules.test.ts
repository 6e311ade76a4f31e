import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROW = /^\| (R\d+\.\d+) +\| .+ \| \[.+\]\((functions\/\S+)\) +\| \[.+\]\((test\/\S+)\) +\|$/;

const rows = readFileSync('README.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, rule, source, test] = ROW.exec(line) ?? [];
    return rule && source && test ? [{ rule, source, test }] : [];
  });

/** Whether a text names a rule, alone or within a range such as R7.1–R7.3. */
function names(text: string, rule: string): boolean {
  if (new RegExp(`\\b${rule.replace('.', '\\.')}\\b`).test(text)) return true;
  const [chapter = '', number = ''] = rule.slice(1).split('.');
  const ranges = text.matchAll(new RegExp(`R${chapter}\\.(\\d+)–R${chapter}\\.(\\d+)`, 'g'));
  return [...ranges].some(([, from, to]) => Number(from) <= Number(number) && Number(number) <= Number(to));
}

describe('the table of rules in the README', () => {
  it('lists every rule once', () => {
    expect(rows).toHaveLength(82);
    expect(new Set(rows.map(({ rule }) => rule)).size).toBe(rows.length);
  });

  it.each(rows)('$rule leads to code and a test that name it', ({ rule, source, test }) => {
    expect(names(readFileSync(source, 'utf8'), rule)).toBe(true);
    expect(names(readFileSync(test, 'utf8'), rule)).toBe(true);
  });
});
