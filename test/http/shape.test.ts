import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { closed, dictionary } from '../../functions/http/schemas/closed.ts';
import { patterned, text } from '../../functions/http/schemas/text.ts';
import { checkShape, toPointer } from '../../functions/http/shape.ts';

const schema = closed({
  name: text(5),
  inner: v.exactOptional(closed({ 'a/b': v.exactOptional(v.number()), items: v.array(closed({ x: v.boolean() })) })),
  kind: v.exactOptional(v.picklist(['one', 'two'])),
  marks: v.exactOptional(dictionary(patterned(/^[a-z]+$/, 'a name'), v.number())),
});

function pointersOf(value: unknown): readonly string[] {
  const shaped = checkShape(schema, value);
  return 'errors' in shaped ? shaped.errors.map(({ pointer }) => pointer).sort() : [];
}

describe('shape: pointers to the field itself', () => {
  test.each<[string, unknown, string[]]>([
    ['a missing field', {}, ['/name']],
    ['an unknown field', { name: 'a', more: 1 }, ['/more']],
    ['every unknown field', { name: 'a', more: 1, and: { more: 2 } }, ['/and', '/more']],
    ['a wrong type', { name: 5 }, ['/name']],
    ['null is not absent', { name: 'a', kind: null }, ['/kind']],
    ['many mistakes at once', { name: '', kind: 'x', more: 1, inner: {} }, ['/inner/items', '/kind', '/more', '/name']],
    [
      'deep in a list',
      { name: 'a', inner: { items: [{ x: true }, { x: 1 }, {}] } },
      ['/inner/items/1/x', '/inner/items/2/x'],
    ],
    ['slashes are escaped', { name: 'a', inner: { 'a/b': 'x', items: [] }, 'm~n': 1 }, ['/inner/a~1b', '/m~0n']],
    ['not an object', 'text', ['']],
    ['null', null, ['']],
    ['a list is no object', [], ['']],
    ['a list for an inner object', { name: 'a', inner: [] }, ['/inner']],
    ['a list for a dictionary', { name: 'a', marks: [1] }, ['/marks']],
    ['a wrong name in a dictionary', { name: 'a', marks: { Big: 1, ok: 2 } }, ['/marks/Big']],
    ['a wrong value in a dictionary', { name: 'a', marks: { ok: '2' } }, ['/marks/ok']],
  ])('%s', (_name, value, pointers) => {
    expect(pointersOf(value)).toEqual(pointers);
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    '%s is unknown as any other',
    (name) => {
      expect(pointersOf(JSON.parse(`{"name":"a","${name}":{"polluted":true}}`))).toEqual([`/${name}`]);
      expect({}).not.toHaveProperty('polluted');
    },
  );

  test('a dictionary takes odd names as plain entries and never as a prototype', () => {
    const marks = JSON.parse('{"constructor":1,"__proto__":2}') as unknown;
    expect(pointersOf({ name: 'a', marks })).toEqual(['/marks/__proto__']);
    const shaped = checkShape(schema, { name: 'a', marks: { constructor: 1 } });
    expect(shaped).toEqual({ value: { name: 'a', marks: { constructor: 1 } } });
  });

  test('what was sent is never repeated, and a place is named once', () => {
    const shaped = checkShape(schema, { name: 'SECRET-CODE', kind: 'SECRET-CODE', marks: { ok: 'SECRET-CODE' } });
    expect(JSON.stringify(shaped)).not.toContain('SECRET');
    expect(pointersOf({ name: '\u0000\u0000\u0000\u0000\u0000\u0000' })).toEqual(['/name']);
  });

  test('a flood of mistakes is cut at 100', () => {
    const flood = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`field${at}`, 1]));
    expect(pointersOf(flood)).toHaveLength(100);
  });

  test('toPointer follows RFC 6901', () => {
    expect(toPointer([])).toBe('');
    expect(toPointer(['a/b', 0, '~', ''])).toBe('/a~1b/0/~0/');
  });
});
