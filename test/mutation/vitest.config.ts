import { defineConfig } from 'vitest/config';

/** Only the tests of the rules, in one worker that is kept from file to file: they share no state. */
export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts'],
    setupFiles: ['test/mutation/judge-quickly.ts'],
    // Long random histories touch nearly every line; a few of them beside the tables leave the same survivors.
    env: { LATCHKEY_PROPERTY_RUNS: '12' },
    isolate: false,
    testTimeout: 120_000,
    reporters: [{}],
  },
});
