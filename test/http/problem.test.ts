import { describe, expect, test } from 'vitest';
import { refuse } from '../../functions/core/refusal.ts';
import { REFUSAL_CODES, type RefusalCode } from '../../functions/core/refusal-codes.ts';
import { answerProblem, describeProblem, refuseFault } from '../../functions/http/problem.ts';
import { Unavailable } from '../../functions/runtime/unavailable.ts';

describe('problem+json (RFC 9457)', () => {
  test.each(Object.entries(REFUSAL_CODES))('%s has every member of the contract', (code, { status, title }) => {
    const problem = describeProblem(refuse(code as RefusalCode), 'request-1');
    expect(problem).toMatchObject({ type: `urn:latchkey:problem:${code}`, title, status, code, instance: 'request-1' });
    expect(problem.detail).toMatch(/\.$/);
    expect(problem.remedy).toMatch(/\.$/);
    expect(typeof problem.retryable).toBe('boolean');
  });

  test('the fields of a rule stand beside the members, and may give a better remedy', () => {
    const fields = { limit: 5, used: 5, class: 'desktop', remedy: 'Free one.', status: 200, code: 'x', type: 'y' };
    expect(describeProblem(refuse('seat_limit_reached', fields, 'All 5 are taken.'), 'r')).toMatchObject({
      status: 409,
      code: 'seat_limit_reached',
      type: 'urn:latchkey:problem:seat_limit_reached',
      detail: 'All 5 are taken.',
      remedy: 'Free one.',
      limit: 5,
      class: 'desktop',
    });
  });

  test('instants leave as RFC 3339, days as dates, wherever they stand; counts stay numbers', () => {
    const seats = [{ seatId: 's', activatedAt: 0, lastSeenOn: 20_781, freeableAt: 86_400_000 }];
    expect(
      describeProblem(refuse('seat_limit_reached', { seats, seatFreeAt: 1, used: 7, graceUntil: null }), 'r'),
    ).toMatchObject({
      seats: [
        {
          seatId: 's',
          activatedAt: '1970-01-01T00:00:00.000Z',
          lastSeenOn: '2026-11-24',
          freeableAt: '1970-01-02T00:00:00.000Z',
        },
      ],
      seatFreeAt: '1970-01-01T00:00:00.001Z',
      used: 7,
      graceUntil: null,
    });
  });

  test.each<[RefusalCode, Record<string, unknown>, Record<string, string>]>([
    ['rate_limited', { retryAfter: 12.2 }, { 'retry-after': '13' }],
    ['rate_limited', {}, { 'retry-after': '60' }],
    ['unavailable', {}, { 'retry-after': '1' }],
    ['unavailable', { retryAfter: 0 }, { 'retry-after': '1' }],
    ['unauthorized', {}, { 'www-authenticate': 'Bearer realm="latchkey"' }],
    ['method_not_allowed', { allowed: ['GET', 'PUT'] }, { allow: 'GET, PUT' }],
    ['not_found', {}, {}],
  ])('%s with %j sends %j', (code, fields, headers) => {
    expect(answerProblem(refuse(code, fields), 'r').headers).toEqual({
      ...headers,
      'content-type': 'application/problem+json',
    });
  });

  test('a fault is unavailable when it passes by itself, else internal with nothing inside', () => {
    expect(refuseFault(new Unavailable('table', 3))).toEqual({ refused: 'unavailable', fields: { retryAfter: 3 } });
    expect(refuseFault(Object.assign(new Error('late'), { name: 'TimeoutError' }))).toEqual({ refused: 'unavailable' });
    expect(refuseFault(new Error('SECRET'))).toEqual({ refused: 'internal' });
    expect(refuseFault('SECRET')).toEqual({ refused: 'internal' });
  });
});
