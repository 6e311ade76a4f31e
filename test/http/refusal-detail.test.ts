import { describe, expect, test } from 'vitest';
import { refuse } from '../../functions/core/refusal.ts';
import { describeProblem } from '../../functions/http/problem.ts';
import { nameMissing } from '../../functions/http/refusal-detail.ts';
import { ROUTES } from '../../infra/routes.ts';

const withId = ROUTES.map(({ method, path }) => `${method} ${path}`).filter((key) => /\/v1\/.*\{/.test(key));

describe('what a refusal says in words', () => {
  test.each([
    [{ problem: 'length' }, 'A code has 20 letters and digits.'],
    [{ problem: 'symbol', position: 9 }, 'Symbol 9 is none that a code can have.'],
    [{ problem: 'check' }, 'A symbol is wrong, or two are swapped.'],
  ])('R1.4 a malformed code: %j', (fields, detail) => {
    expect(describeProblem(refuse('code_malformed', fields), 'r')).toMatchObject({ ...fields, detail });
  });

  test.each([
    ['malformed', 'The previous code is not well formed.'],
    ['fewer_seats', 'The previous license has fewer seats than the renewal.'],
    ['same_license', 'A license cannot renew itself.'],
  ])('R7.3 a previous license that is rejected: %s', (reason, detail) => {
    expect(describeProblem(refuse('renewal_previous_rejected', { reason }), 'r')).toMatchObject({ reason, detail });
  });

  test.each(withId)('%s says what is missing', (key) => {
    expect(nameMissing(refuse('not_found'), key).detail).toMatch(/^There is no [\w ]+\.$/);
  });

  test('what a handler says itself stays, and so does what is missing elsewhere', () => {
    const told = refuse('not_found', undefined, 'There is no such page.');
    expect(nameMissing(told, 'GET /v1/plans/{id}')).toBe(told);
    expect(nameMissing(refuse('not_found'), 'GET /portal/{file}').detail).toBeUndefined();
    expect(nameMissing(refuse('seat_unknown'), 'DELETE /v1/licenses/{id}/seats/{seatId}').detail).toBeUndefined();
  });
});
