import { describe, expect, test } from 'vitest';
import { closingLine } from '../support/closing-line-reporter.ts';

describe('house: closing line', () => {
  test('says what passed and failed', () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  });

  test('says what was skipped when something was', () => {
    expect(closingLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped');
  });
});
