import type { OperatedLicenseAnswer } from '../../functions/http/schemas/license-answer.ts';
import type { EventsAnswer } from '../../functions/http/schemas/operator-answer.ts';
import { licenseId } from '../../functions/http/schemas/text.ts';
import type { Api } from './api.ts';
import { command } from './command.ts';
import { EXIT, misuse } from './failure.ts';
import { formatFacts, formatTable, type Terminal } from './terminal.ts';
import { fits, readWhole } from './values.ts';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Every item of a list, a page in memory at a time. @param query what else stands in it */
export async function* listAll<T>(
  api: Api,
  path: string,
  query: Readonly<Record<string, string>> = {},
): AsyncGenerator<T> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const asked: URLSearchParams = new URLSearchParams({ ...query, limit: '100', ...(cursor !== '' && { cursor }) });
    const { body }: { body: Page<T> } = await api.call<Page<T>>('GET', `${path}?${asked.toString()}`);
    yield* body.items;
    cursor = body.next;
  }
}

/** Items up to a number. */
async function take<T>(items: AsyncIterable<T>, most: number): Promise<readonly T[]> {
  const taken: T[] = [];
  for await (const item of items) {
    if (taken.push(item) === most) break;
  }
  return taken;
}

/** `lic_…` in a path; what is no license id would name another call. */
export function pathOf(license: string): string {
  if (!fits(licenseId, license)) throw misuse(`${license} is no license id (lic_…).`);
  return `/v1/licenses/${license}`;
}

export function describeLicense(license: OperatedLicenseAnswer): string {
  const { seats, customer } = license;
  const pools = Object.entries(seats).map(([name, { used, limit }]) => `${name} ${used}/${limit ?? 'unlimited'}`);
  return formatFacts({
    license: license.id,
    state: license.state,
    plan: license.plan,
    code: license.codeHint,
    issued: license.issuedAt,
    started: license.startedAt,
    ends: license.expiresAt,
    'days left': license.daysLeft?.toString(),
    seats: pools.join(', '),
    customer: [customer?.name, customer?.email].filter(Boolean).join(' '),
    order: license.orderId,
    batch: license.batch,
  });
}

export const find = command({
  name: 'find',
  summary: 'Find licenses by batch, address, order or code',
  operands: [],
  options: {
    batch: { type: 'string', value: 'BATCH', help: 'of this batch' },
    email: { type: 'string', value: 'ADDRESS', help: 'of the customer with this address' },
    order: { type: 'string', value: 'ORDER', help: 'of this order' },
    code: { type: 'boolean', help: 'the one behind a code, which is asked for or read from standard input' },
    limit: { type: 'string', value: 'N', help: 'at most so many (100)' },
  },
  run: async ({ options, terminal, api }) => {
    const { batch, email, order: orderId, code, limit = '100' } = options;
    const service = await api();
    if (code === true) {
      const typed = await terminal.secret('Code: ');
      const { body } = await service.call<OperatedLicenseAnswer>('POST', '/v1/licenses/lookup', {
        body: { code: typed },
      });
      show(terminal, body);
      return EXIT.done;
    }
    const query = { ...(batch && { batch }), ...(email && { email }), ...(orderId && { orderId }) };
    const most = readWhole('--limit', limit, 1_000_000);
    const found = await take(listAll<OperatedLicenseAnswer>(service, '/v1/licenses', query), most);
    terminal.out(terminal.json ? JSON.stringify(found) : formatLicenses(found));
    return EXIT.done;
  },
});

function formatLicenses(licenses: readonly OperatedLicenseAnswer[]): string {
  const rows = licenses.map(({ id, state, plan, expiresAt, orderId, customer }) => [
    id,
    state,
    plan,
    expiresAt?.slice(0, 10) ?? '-',
    orderId ?? '-',
    customer?.email ?? '-',
  ]);
  return formatTable(['LICENSE', 'STATE', 'PLAN', 'ENDS', 'ORDER', 'CUSTOMER'], rows, 'No license was found.');
}

function show(terminal: Terminal, license: OperatedLicenseAnswer): void {
  terminal.out(terminal.json ? JSON.stringify(license) : describeLicense(license));
}

export const showLicense = command({
  name: 'show',
  summary: 'Show a license, with --events also what has happened to it',
  operands: ['LICENSE'],
  options: { events: { type: 'boolean', help: 'its audit, oldest first' } },
  run: async ({ operands: [id = ''], options, terminal, api }) => {
    const service = await api();
    const { body: license } = await service.call<OperatedLicenseAnswer>('GET', pathOf(id));
    const wanted = options.events === true;
    const events = wanted
      ? await take(listAll<EventsAnswer['items'][number]>(service, `${pathOf(id)}/events`), 100_000)
      : [];
    if (terminal.json) terminal.out(JSON.stringify(wanted ? { license, events } : license));
    else {
      terminal.out(describeLicense(license));
      const rows = events.map(({ at, type, actor, reason }) => [at, type, actor, reason ?? '']);
      if (wanted) terminal.out(`\n${formatTable(['AT', 'EVENT', 'BY', 'REASON'], rows, 'Nothing has happened.')}`);
    }
    return EXIT.done;
  },
});
