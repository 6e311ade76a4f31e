import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DUE_SHARDS } from '../../functions/store/table.ts';
import { FUNCTIONS } from '../../infra/functions.ts';
import { capacity, PLANT, simulate } from './simulate-sweep.ts';

describe('R13.1 the arithmetic of a clump', () => {
  test('its plant is the one that is deployed', () => {
    expect(PLANT.memory).toBe(FUNCTIONS.sweep?.memory);
    expect(PLANT.shards).toBe(DUE_SHARDS);
    expect(PLANT.workers).toBeLessThan(FUNCTIONS.sweep?.reservedConcurrency ?? 0);
  });

  test('nothing is late while less becomes due than is taken', () => {
    const due = Math.floor(capacity(PLANT).rate * 3600);
    expect(simulate(PLANT, { due, minutes: 60 }).lastLateMinutes).toBe(0);
    expect(simulate(PLANT, { due: due * 2, minutes: 60 }).lastLateMinutes).toBe(60);
  });

  test('workers help until the index is full', () => {
    const many = { ...PLANT, workers: 32, memory: 1769 };
    expect(capacity(PLANT).heldUpBy).toBe('workers');
    expect(capacity(many)).toEqual({ rate: 8000, heldUpBy: 'index' });
    expect(capacity({ ...many, shards: 128 }).heldUpBy).toBe('workers');
  });

  test('docs/scale.md tells what it computes', () => {
    const document = readFileSync(new URL('../../docs/scale.md', import.meta.url), 'utf8');
    const { rate, lastLateMinutes } = simulate(PLANT, { due: 3e7, minutes: 60 });
    const plain = document.replaceAll(/ +\| +/g, ' | ');
    expect(plain).toContain(`32 shards | ${Math.round(rate)} | ${(lastLateMinutes / 60).toFixed(1)} h`);
  });
});
