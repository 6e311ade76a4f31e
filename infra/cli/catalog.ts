import { stringify } from 'yaml';
import { findPlanMistakes, productsOfFamily } from '../../functions/core/catalog-rules.ts';
import type { Plan, Product } from '../../functions/core/plan.ts';
import { toPointer } from '../../functions/http/shape.ts';
import type { Api } from './api.ts';
import { type Change, compareEntries, formatChanges } from './catalog-diff.ts';
import { type CatalogFile, demandNone, type Entry, type Mistake, readCatalogFile } from './catalog-file.ts';
import { command } from './command.ts';
import { EXIT } from './failure.ts';
import { listAll } from './licenses.ts';

interface Listed {
  readonly id: string;
}

interface Planned {
  readonly change: Change;
  readonly entry: Entry;
}

async function readAll<T extends Listed>(api: Api, kind: Change['kind']): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>();
  for await (const entry of listAll<T>(api, `/v1/${kind}`)) found.set(entry.id, entry);
  return found;
}

export const applyCatalog = command({
  name: 'catalog apply',
  summary: 'Bring products and plans to what a YAML or JSON file says; shows the differences first',
  operands: ['FILE'],
  options: {
    yes: { type: 'boolean', help: 'change without asking' },
    'dry-run': { type: 'boolean', help: 'show the differences only; exit code 6 when there are any' },
  },
  details: `The file holds "products" and "plans", each a list of what PUT takes, with its id; latchkey catalog show prints one.
What the file does not name stays as it is; nothing is ever removed. A changed plan concerns new licenses only.`,
  run: async ({ operands: [path = ''], options, terminal, api }) => {
    const file = await readCatalogFile(path);
    const service = await api();
    const planned = await plan(service, file, path);
    const changes = planned.map(({ change }) => change);
    if (terminal.json && (options['dry-run'] || !options.yes))
      terminal.out(JSON.stringify({ changes, applied: false }));
    else if (!terminal.json) terminal.out(changes.length === 0 ? 'Nothing differs.' : formatChanges(changes));
    if (changes.length > 0 && !options.yes) {
      const mayAsk = terminal.asks && !terminal.json && !options['dry-run'];
      const agreed = mayAsk && /^y(es)?$/i.test((await terminal.ask('Apply this? [y/N] ')).trim());
      if (!agreed) return EXIT.pending;
    }
    if (options['dry-run']) return changes.length === 0 ? EXIT.done : EXIT.pending;
    for (const { change, entry } of planned) {
      await service.call('PUT', `/v1/${change.kind}/${change.id}`, { body: entry.sent });
    }
    if (terminal.json && options.yes) terminal.out(JSON.stringify({ changes, applied: true }));
    else if (!terminal.json && changes.length > 0) terminal.out(`${changes.length} applied.`);
    return EXIT.done;
  },
});

/** What differs: products first, since plans name them. @throws Failure naming every mistake that the rules see */
async function plan(api: Api, file: CatalogFile, path: string): Promise<readonly Planned[]> {
  const [products, plans] = [await readAll<Product>(api, 'products'), await readAll<Plan>(api, 'plans')];
  const known = new Map<string, Product>(products);
  for (const { id, whole } of file.products) known.set(id, { ...whole, id } as unknown as Product);
  const mistakes: Mistake[] = [];
  const wanted = file.plans.map((entry, at) => {
    const drafted = { ...entry.whole, id: entry.id } as unknown as Plan;
    const named = drafted.products.length > 0 ? drafted.products : productsOfFamily(drafted, [...known.values()]);
    const whole = { ...drafted, products: named };
    for (const { path: names, detail } of findPlanMistakes(whole, known)) {
      mistakes.push({ pointer: toPointer(['plans', at, ...names]), detail });
    }
    return { ...entry, whole };
  });
  demandNone(path, mistakes);
  return [
    ...file.products.flatMap((entry) =>
      differ('products', entry, { ...entry.whole, id: entry.id }, products.get(entry.id)),
    ),
    ...wanted.flatMap((entry) => differ('plans', entry, entry.whole, plans.get(entry.id))),
  ];
}

function differ(kind: Change['kind'], entry: Entry, after: object, before: Listed | undefined): readonly Planned[] {
  const fields = compareEntries(before ?? {}, after);
  if (fields.length === 0) return [];
  return [{ entry, change: { kind, id: entry.id, isNew: before === undefined, fields } }];
}

export const showCatalog = command({
  name: 'catalog show',
  summary: 'Print the whole catalog in the form that catalog apply reads',
  operands: [],
  options: {},
  run: async ({ terminal, api }) => {
    const service = await api();
    const [products, plans] = [await readAll(service, 'products'), await readAll(service, 'plans')];
    const content = { products: [...products.values()], plans: [...plans.values()] };
    terminal.out(terminal.json ? JSON.stringify(content) : stringify(content).trimEnd());
    return EXIT.done;
  },
});
