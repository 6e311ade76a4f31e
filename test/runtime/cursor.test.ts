import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeCursor, readCursor } from '../../functions/runtime/cursor.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';

const secrets = createSecrets();
const text = fc.string({ unit: 'binary', minLength: 1 });

describe('cursors', () => {
  test('lead back to their place in their list, and may stand in a query as they are', () => {
    fc.assert(
      fc.property(text, text, (list, place) => {
        const cursor = makeCursor(secrets, list, place);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(readCursor(secrets, list, cursor)).toBe(place);
      }),
    );
  });

  test('lead nowhere in another list or another service', () => {
    fc.assert(
      fc.property(text, text, (list, place) => {
        const cursor = makeCursor(secrets, list, place);
        expect(readCursor(secrets, `${list}x`, cursor)).toBeNull();
        expect(readCursor(createSecrets(), list, cursor)).toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  test('that nobody made are no cursors, and never a fault', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(readCursor(secrets, 'list', typed)).toBeNull();
      }),
    );
  });
});
