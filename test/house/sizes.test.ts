import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;

function lineCount(path: string): number {
  return readFileSync(`${root}${path}`, 'utf8').trimEnd().split('\n').length;
}

const sources = globSync('{functions,infra,test}/**/*.{ts,tsx}', { cwd: root });

describe('house: sizes', () => {
  test('there are sources to measure', () => {
    expect(sources.length).toBeGreaterThan(0);
  });

  test('no file is longer than 200 lines', () => {
    expect(sources.filter((path) => lineCount(path) > 200)).toEqual([]);
  });

  test('no handler is longer than 60 lines', () => {
    const handlers = globSync('functions/*/handler.ts', { cwd: root });
    expect(handlers.filter((path) => lineCount(path) > 60)).toEqual([]);
  });
});
