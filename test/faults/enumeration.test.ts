import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { canBefall, FAULTS, type Fault } from '../support/faults.ts';
import { PlannedFault } from '../support/planned-fault.ts';
import { storeProducts } from '../support/stored-license.ts';
import { openTestService, START, type TestService } from '../support/test-service.ts';
import { ACTIVATIONS } from './device-scenarios.ts';
import { MACHINES } from './machine-scenarios.ts';
import { normalize } from './normalized.ts';
import { INSTRUCTIONS } from './operator-scenarios.ts';
import type { Operation, Scenario } from './scenario.ts';
import { SHOP } from './shop-scenarios.ts';
import { STANDING } from './standing-scenarios.ts';
import { readState, restoreState, type TableState } from './table-state.ts';

const SCENARIOS: readonly Scenario[] = [...ACTIVATIONS, ...STANDING, ...INSTRUCTIONS, ...SHOP, ...MACHINES];
/** More tries than any one fault may cost. */
const PATIENCE = 4;
/** Longer than anything is remembered by a process, in milliseconds. */
const FORGOTTEN = 120_000;

interface Row {
  readonly operation: string;
  readonly calls: number;
  readonly faults: number;
  converged: number;
}

describe('the fault model: every call of every operation with every fault', () => {
  let shop: TestService;
  let plan: PlannedFault;
  let empty: TableState;
  let current: TableState;
  let passed = 0;
  const rows: Row[] = [];

  beforeAll(async () => {
    shop = await openTestService(anyEngine());
    await storeProducts(shop);
    // The key has been used today.
    await shop.operate('catalog', 'GET /v1/products', {});
    plan = new PlannedFault(shop.service.ledger.client);
    current = await readState(shop.service.ledger);
    empty = current;
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + passed);
    return () => {
      vi.restoreAllMocks();
      console.log(tableOf(rows));
    };
  });

  afterEach(async () => plan.end());

  /** As a process that has just been started, on a table as it was. */
  async function rewind(before: TableState, at: number): Promise<void> {
    const { ledger, licenses } = shop.service;
    await restoreState(ledger, current, before);
    shop.clock.freezeAt(at);
    passed += FORGOTTEN;
    (Reflect.get(licenses.catalog, 'revisions') as Map<string, unknown>).clear();
    Reflect.set(shop.service.imports, 'present', false);
  }

  /** Asks until there is an answer, as a client does. @returns its status */
  async function insist({ run }: Operation): Promise<number> {
    for (let tries = 0; tries < PATIENCE; tries += 1) {
      const { status, again } = await run();
      if (!again) return status;
      plan.revive();
    }
    return 0;
  }

  it.each(SCENARIOS)('$name', { timeout: 120_000 }, async ({ name, prepare }) => {
    await rewind(empty, START);
    const operation = await prepare(shop);
    current = await readState(shop.service.ledger);
    const before = current;
    const at = shop.clock.now();

    const perform = async (call = 1, fault: Fault | null = null) => {
      await rewind(before, at);
      plan.begin(call, fault);
      const status = await insist(operation);
      const commands = [...plan.commands];
      await plan.end();
      // Each time may leave another thing to the next one.
      for (let left = operation.recurs ? 2 : 0; left > 0; left -= 1) await insist(operation);
      current = await readState(shop.service.ledger);
      return { status, commands, table: normalize(current, before, at, operation.drifts) };
    };

    const undisturbed = await perform();
    const points = undisturbed.commands.flatMap((command, index) =>
      FAULTS.filter((fault) => canBefall(fault, command)).map((fault) => ({ call: index + 1, command, fault })),
    );
    const right = [undisturbed.table];
    if (operation.twice) {
      await operation.run();
      current = await readState(shop.service.ledger);
      right.push(normalize(current, before, at, operation.drifts));
    }
    const row = { operation: name, calls: undisturbed.commands.length, faults: points.length, converged: 0 };
    rows.push(row);
    const lost: unknown[] = [];
    for (const { call, command, fault } of points) {
      const { status, table } = await perform(call, fault);
      // A repeat finds done what was done unheard: 200 instead of 201 (R3.6).
      const answered =
        status === operation.repeated ||
        (status < 300 ? 200 : status) === (undisturbed.status < 300 ? 200 : undisturbed.status);
      if (answered && right.some((one) => same(table, one))) row.converged += 1;
      else lost.push({ call, command, fault, status, ...difference(undisturbed.table, table) });
    }
    expect(lost).toEqual([]);
    expect(points.length).toBeGreaterThan(0);
  });
});

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.join('\n') === b.join('\n');
}

function difference(wanted: readonly string[], found: readonly string[]) {
  return {
    missing: wanted.filter((text) => !found.includes(text)),
    surplus: found.filter((text) => !wanted.includes(text)),
  };
}

/** Operations × calls × faults. */
function tableOf(rows: readonly Row[]): string {
  const sum = (field: 'calls' | 'faults' | 'converged') => rows.reduce((total, row) => total + row[field], 0);
  const all = [
    ...rows,
    { operation: `${rows.length} operations`, calls: sum('calls'), faults: sum('faults'), converged: sum('converged') },
  ];
  const lines = all.map(({ operation, calls, faults, converged }) =>
    [operation.padEnd(46), ...[calls, faults, converged].map((count) => String(count).padStart(10))].join(''),
  );
  return [`${'operation'.padEnd(46)}     calls    faults converged`, ...lines].join('\n');
}
