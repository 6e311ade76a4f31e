import { describe, expect, test } from 'vitest';
import { readIdempotencyKey } from '../../functions/http/idempotency-key.ts';

describe('Idempotency-Key', () => {
  test.each(['a', 'order-17/2', 'x'.repeat(255), 'with a space'])('%j is a key', (key) => {
    expect(readIdempotencyKey({ 'idempotency-key': key })).toBe(key);
  });

  test.each(['', ' ', ' a', 'a ', 'x'.repeat(256), 'tab\t', 'ümlaut'])(
    '%j is refused, pointing at the header',
    (key) => {
      expect(readIdempotencyKey({ 'idempotency-key': key })).toMatchObject({
        refused: 'request_invalid',
        fields: { errors: [{ pointer: '/headers/idempotency-key' }] },
      });
    },
  );

  test('without the header there is none', () => {
    expect(readIdempotencyKey({})).toBeUndefined();
  });
});
