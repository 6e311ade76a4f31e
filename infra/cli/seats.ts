import { readSeatId } from '../../functions/core/seat.ts';
import type { SeatAnswer, SeatReleaseAnswer } from '../../functions/http/schemas/device-answer.ts';
import { command } from './command.ts';
import { EXIT, misuse } from './failure.ts';
import { listAll, pathOf } from './licenses.ts';
import { formatTable } from './terminal.ts';

export const seats = command({
  name: 'seats',
  summary: 'List the seats of a license',
  operands: ['LICENSE'],
  options: {},
  run: async ({ operands: [id = ''], terminal, api }) => {
    const found: SeatAnswer[] = [];
    for await (const seat of listAll<SeatAnswer>(await api(), `${pathOf(id)}/seats`)) found.push(seat);
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
    if (readSeatId(seat) === null) throw misuse(`${seat} is no seat id; latchkey seats lists them.`);
    const path = `${pathOf(id)}/seats/${seat}`;
    const { body } = await (await api()).call<SeatReleaseAnswer>('DELETE', path);
    terminal.out(
      terminal.json ? JSON.stringify(body) : `Freed; another device can have the seat from ${body.seatFreeAt}.`,
    );
    return EXIT.done;
  },
});
