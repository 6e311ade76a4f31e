import { describe, expect, test } from 'vitest';
import { ask } from '../support/questions.ts';
import { active, slot, waiting, withReserve } from '../support/reserves.ts';
import { aDeparted, aHolding, anActivation, aPlan, aSlot, MAC, nonceOf, PC, PHONE } from '../support/states.ts';

const both = [
  anActivation(),
  anActivation({ nonce: nonceOf('m'), seatClass: 'mobile', product: PHONE.id, platform: 'ios' }),
];
const twoClasses = aSlot({ inForce: aHolding('lic_a', both) });

describe('R11 which product is asked about', () => {
  test('R11.1 another product of the same class is the same activation', () => {
    expect(ask({ product: MAC.id, facts: { platform: 'macos' } })).toMatchObject({ verdict: 'VALID', role: 'active' });
    expect(ask({ product: MAC.id }).verdict).toBe('WRONG_PLATFORM');
  });

  test('R11.1 a product of another class needs a seat of that class', () => {
    const phone = { product: PHONE.id, facts: { platform: 'ios' } };
    expect(ask(phone)).toMatchObject({ verdict: 'NOT_ACTIVATED', role: null });
    expect(ask({ ...phone, nonce: null }).verdict).toBe('NOT_ACTIVATED');
    expect(ask(phone, twoClasses)).toMatchObject({ verdict: 'VALID', activation: both[1] });
    const reserveOnly = ask({ ...phone, license: 'lic_b', nonce: nonceOf('b') }, withReserve, [active, waiting]);
    expect(reserveOnly).toMatchObject({ verdict: 'NOT_ACTIVATED', reserve: waiting });
    const former = { ...slot, departed: [aDeparted({ license: 'lic_b', nonce: nonceOf('b'), how: 'took_over' })] };
    expect(ask({ ...phone, license: 'lic_b', nonce: nonceOf('b') }, former, [active, waiting]).verdict).toBe(
      'NOT_ACTIVATED',
    );
  });

  test('R6.5 a code is of a former license of the device only where that license was here', () => {
    const handed = { ...slot, departed: [aDeparted({ license: 'lic_c', how: 'took_over' })] };
    expect(ask({ license: 'lic_c', nonce: null }, handed).role).toBe('former');
    expect(ask({ license: 'lic_b', nonce: null }, handed, [active, waiting])).toMatchObject({
      verdict: 'NOT_ACTIVATED',
      role: null,
    });
  });

  test('R11.2 a product outside the plan is the wrong one, whatever its class', () => {
    const narrow = { ...active, plan: aPlan({ products: [{ id: PC.id }] }) };
    for (const product of [PHONE.id, MAC.id, 'unheard-of']) {
      expect(ask({ product }, slot, [narrow]).verdict).toBe('WRONG_PRODUCT');
    }
  });

  test('R11.1 without a product the activation of the id answers, else of its former class, else any', () => {
    expect(ask({ nonce: nonceOf('m') }, twoClasses).activation).toBe(both[1]);
    expect(ask({ nonce: null }, twoClasses).activation).toBe(both[0]);
    const gone = {
      ...twoClasses,
      departed: [
        aDeparted({ license: 'lic_b', how: 'took_over' }),
        aDeparted({ license: 'lic_b', nonce: nonceOf('b'), how: 'took_over', seatClass: 'mobile' }),
      ],
    };
    expect(ask({ license: 'lic_b', nonce: nonceOf('b') }, gone, [active, waiting]).activation).toBe(both[1]);
    const reserve = aHolding('lic_b', [anActivation({ nonce: nonceOf('b'), seatClass: 'mobile' })]);
    const shown = ask({ license: 'lic_b', nonce: nonceOf('b') }, { ...twoClasses, reserve }, [active, waiting]);
    expect(shown.activation).toBe(both[1]);
    const onlyMobile = aSlot({
      inForce: aHolding('lic_a', both.slice(1)),
      departed: [aDeparted({ license: 'lic_b', nonce: nonceOf('b'), how: 'took_over' })],
    });
    expect(ask({ license: 'lic_b', nonce: nonceOf('b') }, onlyMobile, [active, waiting]).activation).toBe(both[1]);
  });
});
