import type * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { keyRequest, webhookRequest } from '../../../functions/http/schemas/administration.ts';
import { codesRequest, importRequest } from '../../../functions/http/schemas/issue.ts';
import {
  batchExtension,
  licenseAction,
  licenseExtension,
  licensePatch,
  licensesQuery,
  trialReset,
} from '../../../functions/http/schemas/license-request.ts';
import { checkShape } from '../../../functions/http/shape.ts';

function pointersOf(schema: v.GenericSchema, value: unknown): readonly string[] {
  const shaped = checkShape(schema, value);
  return 'errors' in shaped ? shaped.errors.map(({ pointer }) => pointer).sort() : [];
}

const reason = 'order 17';
const at = '2026-11-24T11:00:00Z';
const key = 'K'.repeat(16);
const license = `lic_${'a'.repeat(16)}`;

describe('requests of operators', () => {
  test.each<[string, v.GenericSchema, unknown, string[]]>([
    [
      'codes: the whole contract',
      codesRequest,
      {
        plan: 'p',
        quantity: 1000,
        batch: 'Summer-26',
        customer: { email: 'a@example.com', name: 'Ada' },
        orderId: '1',
        orderedAt: at,
        activateBy: at,
        notAfter: at,
        seats: { desktop: null },
        regions: ['DE'],
        entitlements: ['pro'],
        metadata: { a: '' },
        promotion: true,
      },
      [],
    ],
    ['codes: none', codesRequest, { plan: 'p', quantity: 0 }, ['/quantity']],
    ['codes: too many', codesRequest, { plan: 'p', quantity: 1001 }, ['/quantity']],
    [
      'codes: an instant before 1970',
      codesRequest,
      { plan: 'p', quantity: 1, orderedAt: '1969-12-31T23:59:59Z' },
      ['/orderedAt'],
    ],
    [
      'codes: metadata of 2 KB',
      codesRequest,
      { plan: 'p', quantity: 1, metadata: { a: `first line\n${'x'.repeat(2036)}` } },
      [],
    ],
    [
      'codes: metadata over 2 KB',
      codesRequest,
      { plan: 'p', quantity: 1, metadata: { a: 'x'.repeat(1024), b: 'x'.repeat(1023) } },
      ['/metadata'],
    ],
    [
      'codes: metadata counted in bytes',
      codesRequest,
      { plan: 'p', quantity: 1, metadata: { a: 'ü'.repeat(600), b: 'ü'.repeat(600) } },
      ['/metadata'],
    ],
    [
      'codes: metadata with a bell',
      codesRequest,
      { plan: 'p', quantity: 1, metadata: { a: '\u0007' } },
      ['/metadata/a'],
    ],
    ['codes: metadata of another type', codesRequest, { plan: 'p', quantity: 1, metadata: { a: 1 } }, ['/metadata/a']],
    ['import', importRequest, { plan: 'p', items: [{ key, startedAt: at, expiresAt: at, orderId: '1' }] }, []],
    [
      'import: spaces do not make a key longer',
      importRequest,
      { plan: 'p', items: [{ key: ` ${'K'.repeat(15)} ` }, {}] },
      ['/items/0/key', '/items/1/key'],
    ],
    ['import: nothing', importRequest, { plan: 'p', items: [] }, ['/items']],
    [
      'import: over 1000',
      importRequest,
      { plan: 'p', items: Array.from({ length: 1001 }, () => ({ key })) },
      ['/items'],
    ],
    [
      'patch: null takes away',
      licensePatch,
      { customer: null, orderId: null, notAfter: null, regions: null, reason },
      [],
    ],
    ['patch: without a reason', licensePatch, { seats: { desktop: 3 } }, ['/reason']],
    [
      'patch: null where nothing can be taken away',
      licensePatch,
      { seats: null, plan: null, reason },
      ['/plan', '/seats'],
    ],
    ['action', licenseAction, { reason }, []],
    ['action: days belong to extend', licenseAction, { reason, days: 3 }, ['/days']],
    ['extend: without days', licenseExtension, { reason }, ['/days']],
    ['extend a batch', batchExtension, { reason, days: 30, cursor: 'abc_-.~' }, []],
    ['extend a batch: a cursor that is none', batchExtension, { reason, days: 30, cursor: 'a b' }, ['/cursor']],
    ['trial: by activation', trialReset, { activationId: 'a', reason }, []],
    ['trial: by seat', trialReset, { licenseId: license, seatId: 's', reason }, []],
    ['trial: by half a seat', trialReset, { seatId: 's', reason }, ['/licenseId']],
    [
      'trial: by both',
      trialReset,
      { activationId: 'a', licenseId: license, seatId: 's', reason },
      ['/licenseId', '/seatId'],
    ],
    ['trial: by nothing', trialReset, { reason }, ['/activationId']],
    ['list', licensesQuery, { batch: 'b', email: 'A@Example.com', orderId: '1', cursor: 'c', limit: '100' }, []],
    ['list: limits', licensesQuery, { limit: '101' }, ['/limit']],
    ['list: a limit that is a list', licensesQuery, { limit: '1,2' }, ['/limit']],
    ['list: a limit with a sign', licensesQuery, { limit: '+1' }, ['/limit']],
    ['list: a license is no filter', licensesQuery, { license }, ['/license']],
    ['key', keyRequest, { name: 'shop', scopes: ['issue', 'read'], expiresAt: null }, []],
    ['key: without a scope', keyRequest, { name: 'shop', scopes: [] }, ['/scopes']],
    [
      'key: an unknown scope, an equal one',
      keyRequest,
      { name: 'shop', scopes: ['all', 'read', 'read'] },
      ['/scopes/0', '/scopes/2'],
    ],
    ['webhook', webhookRequest, { url: 'https://example.com/hook?x=1', events: ['license.activated', 'seat.*'] }, []],
    [
      'webhook: an event that never comes',
      webhookRequest,
      { url: 'https://example.com', events: ['license.activate'] },
      ['/events/0'],
    ],
    ['webhook: http', webhookRequest, { url: 'http://example.com' }, ['/url']],
    ['webhook: a password', webhookRequest, { url: 'https://a:b@example.com' }, ['/url']],
    ['webhook: no address', webhookRequest, { url: 'https://', events: ['*'] }, ['/events/0', '/url']],
  ])('%s', (_name, schema, value, pointers) => {
    expect(pointersOf(schema, value)).toEqual(pointers);
  });

  test('imported keys are trimmed and otherwise left alone', () => {
    const shaped = checkShape(importRequest, { plan: 'p', items: [{ key: ` old-Key 0123456789l \t` }] });
    expect(shaped).toEqual({ value: { plan: 'p', items: [{ key: 'old-Key 0123456789l' }] } });
  });

  test('a page has 50 items unless the query says otherwise', () => {
    expect(checkShape(licensesQuery, {})).toEqual({ value: { limit: 50 } });
  });
});
