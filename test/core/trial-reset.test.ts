import { describe, expect, test } from 'vitest';
import { resetTrial } from '../../functions/core/trial-reset.ts';
import { aLicense, aSlot } from '../support/states.ts';

const license = aLicense();

function had(device: string, trial: string | null) {
  return aSlot({ device, history: { paid: true, paidLicenses: ['lic_p'], trial } });
}

describe('R5.3 support forgives a device its trial', () => {
  test('R5.3 R5.8 in every record that matches; what was paid stays', () => {
    const [one, two, none] = [had('one', 'lic_t'), had('two', 'lic_t'), had('none', null)];
    const transition = resetTrial([one, none, two], license, 'asked');
    const forgiven = { paid: true, paidLicenses: ['lic_p'], trial: null };
    expect(transition?.slots).toEqual([
      { before: one, after: { ...one, history: forgiven } },
      { before: two, after: { ...two, history: forgiven } },
    ]);
    expect(transition?.licenses).toEqual([{ before: license, after: license, guarded: false }]);
    expect(transition?.events).toEqual([
      { type: 'trial.reset', license: 'lic_a', reason: 'asked', before: { trials: ['lic_t'] }, after: { trials: [] } },
    ]);
    expect([transition?.seats, transition?.waits]).toEqual([[], { put: [], remove: [] }]);
  });

  test('R9.4 where there is nothing to forgive nothing changes', () => {
    expect(resetTrial([had('none', null)], license, 'asked')).toBeNull();
  });
});
