import { command } from './command.ts';
import { EXIT, misuse } from './failure.ts';
import { listAll, pathOf } from './licenses.ts';
import { formatTable } from './terminal.ts';

interface Seat {
  readonly seatId: string;
  readonly class: string;
  readonly name: string | null;
  readonly platform: string;
  readonly lastSeenOn: string;
  readonly role: string;
}

export const seats = command({
  name: 'seats',
  summary: 'List the seats of a license',
  operands: ['LICENSE'],
  options: {},
  run: async ({ operands: [id = ''], terminal, api }) => {
    const found: Seat[] = [];
    for await (const seat of listAll<Seat>(await api(), `${pathOf(id)}/seats`)) found.push(seat);
    const rows = found.map(({ seatId, class: of, name, platform, lastSeenOn, role }) => [
      seatId,
      of,
      name ?? '-',
      platform,
      lastSeenOn,
      role,
    ]);
    const table = formatTable(['SEAT', 'CLASS', 'DEVICE', 'PLATFORM', 'LAST SEEN', 'ROLE'], rows, 'No seat is taken.');
    terminal.out(terminal.json ? JSON.stringify(found) : table);
    return EXIT.done;
  },
});

export const free = command({
  name: 'free',
  summary: 'Free a seat, without the limits that owners have',
  operands: ['LICENSE', 'SEAT'],
  options: {},
  run: async ({ operands: [id = '', seat = ''], terminal, api }) => {
    if (!/^[A-Za-z0-9._-]{1,128}$/.test(seat)) throw misuse(`${seat} is no seat id; latchkey seats lists them.`);
    const path = `${pathOf(id)}/seats/${seat}`;
    const { body } = await (await api()).call<{ seatFreeAt: string }>('DELETE', path);
    terminal.out(
      terminal.json ? JSON.stringify(body) : `Freed; another device can have the seat from ${body.seatFreeAt}.`,
    );
    return EXIT.done;
  },
});
