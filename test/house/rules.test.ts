import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROW = /^\| (R\d+\.\d+) +\| .+ \| \[.+\]\(\.\.\/(functions\/\S+)\) +\| \[.+\]\(\.\.\/(test\/\S+)\) +\|$/;
const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const rows = read('docs/rule-index.md')
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

/** The titles of a test file: what `describe`, `test` and `it` are called with first, or what their `each` gave. */
function titlesOf(source: string): readonly string[] {
  const calls = source.matchAll(
    /(?:\b(?:describe|test|it)(?:\.\w+)*(?:<[^>]*>)?|\))\(\s*(['"`])((?:\\.|(?!\1).)*)\1,/gs,
  );
  return [...calls].map(([, , title = '']) => title);
}

describe('the index of rules', () => {
  it('lists every rule once', () => {
    const rules = new Set(read('docs/rules.md').match(/\bR\d+\.\d+/g));
    expect(new Set(rows.map(({ rule }) => rule)).size).toBe(rows.length);
    expect(rows.map(({ rule }) => rule).toSorted()).toEqual([...rules].toSorted());
  });

  it.each(rows)('$rule leads to code that names it, and to a test with it in a title', ({ rule, source, test }) => {
    expect(names(read(source), rule)).toBe(true);
    expect(titlesOf(read(test)).filter((title) => names(title, rule))).not.toEqual([]);
  });
});
