import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

/** The one plain line that continuous integration reads: `12 passed, 0 failed, 3 skipped`. */
export function closingLine(counts: { passed: number; failed: number; skipped: number }): string {
  const line = `${counts.passed} passed, ${counts.failed} failed`;
  return counts.skipped === 0 ? line : `${line}, ${counts.skipped} skipped`;
}

/** Vitest reporter that prints {@link closingLine} after everything else. */
export class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[], reason: TestRunEndReason): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      // A file that breaks before its first test has no failing test to count.
      if (module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed') counts.failed += 1;
        else counts.skipped += 1;
      }
    }
    // A run that broke before its first file failed all the same.
    if (reason !== 'passed' && counts.failed === 0) counts.failed = 1;
    // After the default reporter's own summary, which is printed in the same turn.
    setImmediate(() => process.stdout.write(`${closingLine(counts)}\n`));
  }
}
