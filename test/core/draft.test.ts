import { describe, expect, test } from 'vitest';
import { Draft } from '../../functions/core/draft.ts';
import { seatOf } from '../../functions/core/seat.ts';
import { changesSomething } from '../../functions/core/transition.ts';
import { aLicense, anActivation, aSlot, byId, day, T0 } from '../support/states.ts';

const license = aLicense({ startedAt: T0, due: day(351) });
const waiting = aLicense({ id: 'lic_b', fronts: { lic_a: { slots: 1, since: T0 } } });
const WAIT = { front: 'lic_a', device: 'd', family: 'office' };

function draftAt(now: number) {
  return new Draft(now, byId(license, waiting));
}

describe('R3.4 a decision in the making', () => {
  test('R3.4 what nobody changed is not in it', () => {
    const transition = draftAt(T0).close();
    const nothing = { slots: [], licenses: [], seats: [], waits: { put: [], remove: [] }, events: [] };
    expect(transition).toEqual(nothing);
    expect(changesSomething(transition)).toBe(false);
  });

  test('R3.4 changes of one license add up, from what was read to the last of them', () => {
    const draft = draftAt(T0);
    draft.change('lic_a', (read) => ({ ...read, metadata: { a: '1' } }));
    draft.change('lic_a', (read) => ({ ...read, promotion: true }));
    expect(draft.license('lic_a').metadata).toEqual({ a: '1' });
    const transition = draft.close();
    const after = { ...license, metadata: { a: '1' }, promotion: true };
    expect(transition.licenses).toEqual([{ before: license, after, guarded: false }]);
    expect(changesSomething(transition)).toBe(true);
  });

  test('R13.1 a changed license is closed with its next due instant', () => {
    const draft = draftAt(T0);
    draft.change('lic_a', (read) => ({ ...read, startedAt: day(1) }));
    expect(draft.close().licenses[0]?.after.due).toBe(day(352));
  });

  test('R6.4 a license that has started unnoticed is seen and written as started', () => {
    const draft = draftAt(day(400));
    expect(draft.settled.get('lic_b')?.startedAt).toBe(day(365));
    expect(draft.close().licenses).toEqual([]);
    draft.change('lic_b', (read) => read);
    expect(draft.close().licenses).toMatchObject([
      { before: waiting, after: { startedAt: day(365), fronts: {}, due: day(716) } },
      // What moves that end later finds that it has come.
      { before: license, after: { pastEnds: [day(365)] }, guarded: false },
    ]);
  });

  test('R6.4 only the license whose end came first notes that it has started another, and only once', () => {
    const later = aLicense({ id: 'lic_c', startedAt: day(1) });
    const noted = { ...license, pastEnds: [day(365)] };
    const behindBoth = { ...waiting, fronts: { lic_c: { slots: 1, since: T0 }, lic_a: { slots: 1, since: T0 } } };
    const draft = new Draft(day(400), byId(noted, later, behindBoth));
    draft.change('lic_b', (read) => read);
    expect(draft.close().licenses.map(({ before, after }) => [after.id, before === after])).toEqual([
      ['lic_b', false],
      ['lic_a', true],
    ]);
  });

  test('R6.4 no end is noted that has not started anything, nor one of a license that never ends', () => {
    const endless = aLicense({ id: 'lic_a', startedAt: T0, term: null });
    for (const front of [license, endless]) {
      const draft = new Draft(T0, byId(front, waiting));
      draft.change('lic_b', (read) => ({ ...read, promotion: true }));
      expect(draft.close().licenses.map(({ after }) => after.id)).toEqual(['lic_b']);
    }
  });

  test('R6.4 a guarded license is in it unchanged', () => {
    const draft = draftAt(T0);
    draft.guard('lic_a');
    const transition = draft.close();
    expect(transition.licenses).toEqual([{ before: license, after: license, guarded: true }]);
    expect(transition.licenses[0]?.after).toBe(license);
    expect(changesSomething(transition)).toBe(false);
  });

  test('R3.4 slots, seats, waits and events each make a change', () => {
    const seat = seatOf({ license: 'lic_a', device: 'd', family: 'office' }, anActivation(), 'active');
    const slot = aSlot();
    const acts: readonly ((draft: Draft) => void)[] = [
      (draft) => draft.changeSlot(slot, { ...slot, version: 2 }),
      (draft) => draft.changeSeat({ put: seat }),
      (draft) => draft.record({ type: 'license.activated', license: 'lic_a' }),
    ];
    for (const act of acts) {
      const draft = draftAt(T0);
      act(draft);
      expect(changesSomething(draft.close())).toBe(true);
    }
    const idle = draftAt(T0);
    idle.changeSlot(slot, slot);
    idle.wait(WAIT);
    idle.stopWaiting({ ...WAIT, front: 'lic_b' });
    expect(changesSomething(idle.close())).toBe(false);
    expect(idle.close()).toMatchObject({
      slots: [{ before: slot, after: slot }],
      waits: { put: [WAIT], remove: [{ ...WAIT, front: 'lic_b' }] },
    });
  });

  test('a license that was never read is a fault of the caller', () => {
    expect(() => draftAt(T0).license('lic_x')).toThrow('license not at hand: lic_x');
  });
});
