import { describe, expect, it } from 'vitest';
import { deviceText } from '../../functions/core/lease-device.ts';

describe('the text behind the device hash of a lease (R10.1)', () => {
  it('is the fingerprint where there is one, so that a changed component changes nothing (R10.2)', () => {
    const text = 'latchkey-device:fingerprint:abc';
    expect(deviceText({ fingerprint: 'abc' })).toBe(text);
    expect(deviceText({ fingerprint: 'abc', components: { board: '1' } })).toBe(text);
  });

  it('does not depend on the order of components', () => {
    const text = 'latchkey-device:components:board=1\ndisk=2';
    expect(deviceText({ components: { disk: '2', board: '1' } })).toBe(text);
    expect(deviceText({ components: { board: '1', disk: '2' } })).toBe(text);
  });

  it('tells a fingerprint from a component of the same text', () => {
    expect(deviceText({ fingerprint: 'a=1' })).not.toBe(deviceText({ components: { a: '1' } }));
  });
});
