import type * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { activationRequest, deactivationRequest } from '../../../functions/http/schemas/activation-request.ts';
import { recoveryRequest, seatReleaseRequest, seatsRequest } from '../../../functions/http/schemas/owner-request.ts';
import { validationRequest } from '../../../functions/http/schemas/validation-request.ts';
import { checkShape } from '../../../functions/http/shape.ts';

function pointersOf(schema: v.GenericSchema, value: unknown): readonly string[] {
  const shaped = checkShape(schema, value);
  return 'errors' in shaped ? shaped.errors.map(({ pointer }) => pointer).sort() : [];
}

function outputOf<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const shaped = checkShape(schema, value);
  if ('errors' in shaped) throw new Error(JSON.stringify(shaped.errors));
  return shaped.value;
}

const fingerprint = 'f'.repeat(16);
const device = { fingerprint, platform: 'windows' };
const activation = { code: 'X', product: 'office', device };
const eight = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`part${at}`, 'h']));

describe('POST /v1/activations (R3.1)', () => {
  test('the whole contract is taken; instants become numbers, regions upper case', () => {
    const whole = {
      ...activation,
      productVersion: '5.0.1',
      device: { ...device, components: { board: 'h1', disk: 'h2' }, osVersion: '6.1', name: 'Reception' },
      region: 'de',
      clientTime: '2026-11-24T11:00:00.000Z',
      replace: true,
      confirm: 'abc.def',
      releaseSeat: 'seat_1',
      previousCode: 'Y',
      acceptShorterTerm: true,
    };
    expect(outputOf(activationRequest, whole)).toEqual({ ...whole, region: 'DE', clientTime: 1_795_518_000_000 });
  });

  test.each<[string, object, string[]]>([
    ['nothing', {}, ['/code', '/device', '/product']],
    ['a code that is empty is for R1.4 to refuse', { ...activation, code: '' }, []],
    ['a code of 4096 characters', { ...activation, code: ' '.repeat(4096) }, []],
    ['a code of 4097 characters', { ...activation, code: ' '.repeat(4097) }, ['/code']],
    ['a product that cannot exist', { ...activation, product: 'a#b' }, ['/product']],
    ['a product in other letters may be unknown, but is well formed', { ...activation, product: 'OFFICE' }, []],
    ['no platform', { ...activation, device: { fingerprint } }, ['/device/platform']],
    ['an upper-case platform', { ...activation, device: { ...device, platform: 'Windows' } }, ['/device/platform']],
    [
      'neither fingerprint nor components (R10.1)',
      { ...activation, device: { platform: 'x' } },
      ['/device/fingerprint'],
    ],
    ['empty components alone', { ...activation, device: { platform: 'x', components: {} } }, ['/device/fingerprint']],
    ['empty components beside a fingerprint', { ...activation, device: { ...device, components: {} } }, []],
    ['components alone', { ...activation, device: { platform: 'x', components: { a: 'h' } } }, []],
    ['8 components (R10.2)', { ...activation, device: { platform: 'x', components: eight } }, []],
    [
      '9 components (R10.2)',
      { ...activation, device: { ...device, components: { ...eight, more: 'h' } } },
      ['/device/components'],
    ],
    [
      'a component without a value',
      { ...activation, device: { ...device, components: { a: '' } } },
      ['/device/components/a'],
    ],
    [
      'an odd component name',
      { ...activation, device: { ...device, components: { 'a b': 'h' } } },
      ['/device/components/a b'],
    ],
    [
      'a short fingerprint',
      { ...activation, device: { ...device, fingerprint: 'f'.repeat(15) } },
      ['/device/fingerprint'],
    ],
    ['a fingerprint of 256', { ...activation, device: { ...device, fingerprint: 'f'.repeat(256) } }, []],
    [
      'a fingerprint of 257',
      { ...activation, device: { ...device, fingerprint: 'f'.repeat(257) } },
      ['/device/fingerprint'],
    ],
    [
      'a wrong fingerprint is not a missing one',
      { ...activation, device: { platform: 'x', fingerprint: 7 } },
      ['/device/fingerprint'],
    ],
    ['a control character in a name', { ...activation, device: { ...device, name: 'a\u0007b' } }, ['/device/name']],
    ['a lone surrogate in a name', { ...activation, device: { ...device, name: '\ud800' } }, ['/device/name']],
    ['characters beyond 16 bits count once', { ...activation, device: { ...device, name: '😀'.repeat(100) } }, []],
    ['a region that is none', { ...activation, region: 'Germany' }, ['/region']],
    ['a date that is none', { ...activation, clientTime: '2026-02-30T00:00:00Z' }, ['/clientTime']],
    ['a clock without a battery (R3.5)', { ...activation, clientTime: '0001-01-01T00:00:00Z' }, []],
    ['a text for a truth', { ...activation, replace: 'true' }, ['/replace']],
    ['an unknown field, deep', { ...activation, device: { ...device, serial: '1' } }, ['/device/serial']],
    [
      'all at once',
      { code: 1, product: '', device: { platform: 5, x: 1 }, y: 2 },
      ['/code', '/device/fingerprint', '/device/platform', '/device/x', '/product', '/y'],
    ],
  ])('%s', (_name, value, pointers) => {
    expect(pointersOf(activationRequest, value)).toEqual(pointers);
  });
});

describe('POST /v1/validations', () => {
  const known = { fingerprint };
  test.each<[string, object, string[]]>([
    ['by activation id', { activationId: 'act_x', device: known }, []],
    ['by an id that the service never made', { activationId: '☃', device: known }, []],
    ['by code and product', { code: 'X', product: 'p', device: known }, []],
    ['by neither', { device: known }, ['/activationId']],
    ['by both', { activationId: 'a', code: 'X', product: 'p', device: known }, ['/code']],
    ['by code without a product', { code: 'X', device: known }, ['/product']],
    ['without a device', { activationId: 'a' }, ['/device']],
    ['with an empty device', { activationId: 'a', device: {} }, ['/device/fingerprint']],
    ['with an empty id', { activationId: '', device: known }, ['/activationId']],
    [
      'with all that is optional',
      {
        activationId: 'a',
        device: { ...known, platform: 'w', osVersion: '10', components: { a: 'h' } },
        product: 'p',
        productVersion: '1',
        region: 'DE',
        contentDate: '2026-11-24T11:00:00Z',
        nonce: 'n',
        clientTime: '2026-11-24T11:00:00Z',
      },
      [],
    ],
    ['with a long nonce', { activationId: 'a', device: known, nonce: 'n'.repeat(257) }, ['/nonce']],
  ])('%s', (_name, value, pointers) => {
    expect(pointersOf(validationRequest, value)).toEqual(pointers);
  });
});

describe('calls of devices and owners', () => {
  test.each<[string, v.GenericSchema, object, string[]]>([
    [
      'a device with all that is known of it',
      deactivationRequest,
      { activationId: 'a', device: { ...device, name: 'n' } },
      [],
    ],
    ['a device without an id', deactivationRequest, { device }, ['/activationId']],
    ['a seat with a slash is unknown, but may be asked for', seatReleaseRequest, { code: 'X', seatId: 'a/b' }, []],
    ['a seat without an id', seatReleaseRequest, { code: 'X', seatId: '' }, ['/seatId']],
    ['a list of seats from its beginning', seatsRequest, { code: 'X', cursor: null }, []],
    ['an address', recoveryRequest, { email: 'Ada.Lovelace+x@example.co.uk', orderId: '1' }, []],
    ['no address', recoveryRequest, { email: 'ada' }, ['/email']],
    ['two addresses', recoveryRequest, { email: 'a@example.com,b@example.com' }, ['/email']],
    ['a header in an address', recoveryRequest, { email: 'a@example.com\r\nBcc: b@example.com' }, ['/email']],
    ['a null byte in an address', recoveryRequest, { email: 'a\u0000@example.com' }, ['/email']],
    [
      'a long address',
      recoveryRequest,
      { email: `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(63)}.${'f'.repeat(9)}` },
      ['/email'],
    ],
  ])('%s', (_name, schema, value, pointers) => {
    expect(pointersOf(schema, value)).toEqual(pointers);
  });
});
