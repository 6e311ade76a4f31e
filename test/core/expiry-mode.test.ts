import { describe, expect, test } from 'vitest';
import { type ExpiryRule, fullComponents, modeAfterExpiry, offComponents } from '../../functions/core/expiry-mode.ts';
import type { Kind } from '../../functions/core/plan.ts';

const productComponents = ['anti-malware', 'firewall', 'parental-control', 'safe-payments', 'updates'];
const allOff = offComponents(productComponents);

/** The rules of the contract's example plan. */
const WINDOWS_RULES: readonly ExpiryRule[] = [
  {
    platform: 'windows',
    osVersionBelow: '6.2',
    mode: 'limited',
    components: { 'anti-malware': 'frozen', 'parental-control': 'off', 'safe-payments': 'off', updates: 'off' },
  },
  { mode: 'off' },
];

function modeOf(
  kind: Kind,
  afterExpiry?: readonly ExpiryRule[],
  platform = 'windows',
  osVersion: string | null = null,
) {
  return modeAfterExpiry({ kind, afterExpiry, productComponents, platform, osVersion });
}

describe('R8 mode after expiry', () => {
  test('R8.1 a trial stops, also when its plan says otherwise', () => {
    expect(modeOf('trial')).toEqual({ mode: 'off', components: allOff });
    expect(modeOf('trial', WINDOWS_RULES, 'windows', '6.1')).toEqual({ mode: 'off', components: allOff });
  });

  test('R8.2 a commercial license goes on limited, component by component; what is not named stays on', () => {
    expect(modeOf('commercial', WINDOWS_RULES, 'windows', '6.1.7601')).toEqual({
      mode: 'limited',
      components: {
        'anti-malware': 'frozen',
        firewall: 'on',
        'parental-control': 'off',
        'safe-payments': 'off',
        updates: 'off',
      },
    });
  });

  test.each([
    ['windows', '5.1', 'limited'],
    ['windows', '6.1', 'limited'],
    ['windows', '6.2', 'off'],
    ['windows', '6.2.9200', 'off'],
    ['windows', '10.0.19045', 'off'],
    ['macos', '6.1', 'off'],
    ['windows', null, 'off'],
    ['windows', 'Windows 7', 'off'],
  ] as const)('R8.3 %s %s is %s', (platform, osVersion, mode) => {
    expect(modeOf('commercial', WINDOWS_RULES, platform, osVersion).mode).toBe(mode);
  });

  test('R8.3 the first matching rule wins', () => {
    const rules: readonly ExpiryRule[] = [
      { platform: 'linux', mode: 'off' },
      { osVersionFrom: '10', mode: 'limited', components: { updates: 'frozen' } },
      { mode: 'limited', components: { updates: 'off' } },
    ];
    expect(modeOf('commercial', rules, 'linux', '10').mode).toBe('off');
    expect(modeOf('commercial', rules, 'windows', '10').components.updates).toBe('frozen');
    expect(modeOf('commercial', rules, 'windows', '6.1').components.updates).toBe('off');
  });

  test('R8.3 no rule matching is off, for an empty list too', () => {
    expect(modeOf('commercial', [{ platform: 'linux', mode: 'limited' }])).toEqual({ mode: 'off', components: allOff });
    expect(modeOf('beta', [])).toEqual({ mode: 'off', components: allOff });
  });

  test('R8.5 a beta without rules is limited with updates off; the other kinds are off', () => {
    expect(modeOf('beta')).toEqual({
      mode: 'limited',
      components: { ...fullComponents(productComponents), updates: 'off' },
    });
    for (const kind of ['commercial', 'subscription'] as const) {
      expect(modeOf(kind)).toEqual({ mode: 'off', components: allOff });
    }
  });

  test('R8.5 a beta with rules follows them', () => {
    expect(modeOf('beta', WINDOWS_RULES, 'windows', '10').mode).toBe('off');
  });

  test('R8.2 mode off turns every component off, whatever the rule names', () => {
    expect(modeOf('commercial', [{ mode: 'off', components: { firewall: 'on' } }]).components).toEqual(allOff);
  });

  test('R8.2 a component that the product does not have is left out, whatever its name', () => {
    const rule: ExpiryRule = { mode: 'limited', components: { radar: 'frozen' } };
    const facts = { kind: 'commercial', afterExpiry: [rule], platform: 'windows', osVersion: null } as const;
    expect(modeAfterExpiry({ ...facts, productComponents: ['constructor'] }).components).toEqual({ constructor: 'on' });
    expect(modeAfterExpiry({ ...facts, productComponents: [] }).components).toEqual({});
  });

  test('R8.2 a limited rule without components leaves all on', () => {
    expect(modeOf('commercial', [{ mode: 'limited' }])).toEqual({
      mode: 'limited',
      components: fullComponents(productComponents),
    });
  });
});

describe('R3.1 components of a running license', () => {
  test('R3.1 in mode full every component of the product is on', () => {
    expect(fullComponents(['firewall', 'updates'])).toEqual({ firewall: 'on', updates: 'on' });
  });
});
