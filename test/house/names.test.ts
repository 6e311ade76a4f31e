import { globSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const sources = globSync('{functions,infra,test}/**/*.{ts,tsx}', { cwd: root });

describe('house: names', () => {
  test('a file is named for what it holds', () => {
    const nameless = /(^|[/-])(utils?|helpers?|common|misc|index)\.tsx?$/;
    expect(sources.filter((path) => nameless.test(path))).toEqual([]);
  });

  test('the top level holds folders of the house only', () => {
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const house = ['docs', 'functions', 'infra', 'test'];
    const made = ['cdk.out', 'coverage', 'dist', 'node_modules'];
    // What begins with a dot belongs to a tool, which may have run before.
    const named = folders.map(({ name }) => name).filter((name) => !name.startsWith('.'));
    expect(named.filter((name) => ![...house, ...made].includes(name))).toEqual([]);
  });
});
