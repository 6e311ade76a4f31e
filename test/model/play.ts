/** Plays a history, step by step, on the service and on the model. */
import { START } from '../support/test-service.ts';
import type { Lane } from './lane.ts';
import { playActivation } from './play-activation.ts';
import {
  playDeactivation,
  playForgiveness,
  playIssue,
  playOrder,
  playPatch,
  playRelease,
  turningPoints,
} from './play-order.ts';
import { check, look, playQuestion, playValidation } from './play-question.ts';
import type { ModelDevice, ModelLicense } from './shop.ts';
import type { History, Step } from './steps.ts';
import { pickFrom, Table } from './table.ts';

/** Devices of one history: names that no other history has. */
function devicesOf(name: string): readonly ModelDevice[] {
  const device = (at: number, platform: string, osVersion: string | undefined): ModelDevice => ({
    name: `device ${at}`,
    fingerprint: `${name} device ${at}`.padEnd(24, '.'),
    platform,
    osVersion,
  });
  return [device(0, 'linux', '6'), device(1, 'windows', '6.1'), device(2, 'linux', undefined)];
}

/** @throws an error that tells the whole history, readably, when service and model disagree */
export async function playHistory(lane: Lane, name: string, { theme, stock, steps }: History): Promise<void> {
  const table = new Table(lane, { now: START, licenses: [], devices: devicesOf(name), slots: [], activations: [] });
  try {
    for (const plan of stock) await playIssue(table, theme, { ...PLAIN_SALE, plan });
    for (const step of steps) {
      const touched = await playStep(table, theme, step);
      if (touched !== null) await look(table, touched);
    }
    await lookAround(table);
  } catch (fault) {
    const told = fault instanceof Error ? fault.message : String(fault);
    throw new Error(`\n${theme}:\n${table.trace.join('\n')}\n\n${told}`, { cause: fault });
  }
}

const PLAIN_SALE = { do: 'issue', order: 0, window: null, notAfter: null, desktops: null, promotion: false } as const;

/** @returns the license whose seats shall be looked at */
async function playStep(table: Table, theme: string, step: Step): Promise<ModelLicense | null> {
  const { shop } = table;
  if (step.do === 'nothing') return null;
  if (step.do === 'validate') return playValidation(table, step).then(() => null);
  if (step.do === 'ask') return playQuestion(table, step).then(() => null);
  if (step.do === 'wait') table.moveTo(shop.now + step.time);
  if (step.do === 'meet') table.moveTo((pickFrom(turningPoints(shop), step.which) ?? shop.now + 2) + step.offset);
  if (step.do === 'wait' || step.do === 'meet') return pickFrom(shop.licenses, shop.now);
  if (step.do === 'sweep') return playSweep(table, step.activation);
  table.tick();
  if (step.do === 'issue') return playIssue(table, theme, step).then(() => null);
  if (step.do === 'activate') return playActivation(table, step).then(() => table.codeAt(step.code));
  if (step.do === 'deactivate') return playDeactivation(table, step);
  if (step.do === 'release') return playRelease(table, step);
  if (step.do === 'resize' || step.do === 'limit' || step.do === 'confine') return playPatch(table, step);
  if (step.do === 'forgive') {
    const one = table.activationAt(step.activation);
    return one === null ? null : playForgiveness(table, one).then(() => one.license);
  }
  const license = table.codeAt(step.code);
  if (step.do === 'extend') await playOrder(table, license, 'extend', step.days);
  else await playOrder(table, license, step.order);
  return license;
}

/** The same question before and after: a sweep changes no answer (R2.6). */
async function playSweep(table: Table, at: number): Promise<ModelLicense | null> {
  const one = table.activationAt(at);
  const before = one === null ? null : await check(table, one);
  await table.lane.sweep(table.shop.licenses.map(({ id }) => id));
  table.trace.push('sweep');
  if (one === null || before === null) return null;
  table.promises.unchanged(before, await check(table, one));
  return one.license;
}

/** At the end everything is looked at, after a sweep that does all that is left. */
async function lookAround(table: Table): Promise<void> {
  const { licenses, activations } = table.shop;
  await table.lane.sweep(licenses.map(({ id }) => id));
  table.trace.push('sweep');
  for (const license of licenses) await look(table, license);
  for (const one of activations) await check(table, one);
}
