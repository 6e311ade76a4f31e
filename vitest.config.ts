import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './test/support/closing-line-reporter.ts';

/** What needs no database: the rules and the house itself. Kept apart so that running them starts no engine. */
const withoutEngine = ['test/core/**/*.test.ts', 'test/house/**/*.test.ts'];

export default defineConfig({
  test: {
    environment: 'node',
    // Two workers: the smallest machine that this project is tested on has two cores, and an engine takes its share.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', new ClosingLineReporter()],
    projects: [
      { extends: true, test: { name: 'rules', include: withoutEngine } },
      {
        extends: true,
        test: {
          name: 'service',
          include: ['test/**/*.test.ts'],
          exclude: withoutEngine,
          globalSetup: './test/support/start-engines.ts',
        },
      },
    ],
  },
});
