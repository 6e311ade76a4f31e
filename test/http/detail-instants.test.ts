import { expect, test } from 'vitest';
import { writeDetailInstants } from '../../functions/http/detail-instants.ts';

test('R14.1 instants in details are written as everywhere in the contract, and nothing else is touched', () => {
  const at = Date.UTC(2026, 10, 24, 11);
  const text = '2026-11-24T11:00:00.000Z';
  expect(
    writeDetailInstants({
      expiresAt: at,
      notAfter: at,
      graceUntil: at,
      activateBy: at,
      blocked: at,
      days: 30,
      renewedBy: 'lic_x',
      startedAt: null,
    }),
  ).toEqual({
    expiresAt: text,
    notAfter: text,
    graceUntil: text,
    activateBy: text,
    blocked: text,
    days: 30,
    renewedBy: 'lic_x',
    startedAt: null,
  });
});
