import { anchorClock, anchorClockByFile, readClock } from '../../functions/core/client-clock.ts';
import { START } from './lease-vectors.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Times are offsets from `START` in milliseconds, so that expectations can be read. */
interface ClockVector {
  name: string;
  /** The lease's `iat`, and the local clock: when the request left (null: it came as a file) and when it was taken. */
  lease: { iat: number; sentAt: number | null; takenAt: number };
  readings: { local: number; now: number; setBack: boolean }[];
}

const answer = (sentAt = 0, takenAt = sentAt) => ({ iat: 0, sentAt, takenAt });
const file = (takenAt: number) => ({ iat: 0, sentAt: null, takenAt });
const read = (local: number, now: number, setBack = false) => ({ local, now, setBack });

const RELATIVE: ClockVector[] = [
  { name: 'a right clock', lease: answer(), readings: [read(0, 0), read(DAY, DAY), read(7 * DAY, 7 * DAY)] },
  {
    name: 'a clock that is three years behind all the time',
    lease: answer(-1095 * DAY),
    readings: [read(-1094 * DAY, DAY)],
  },
  { name: 'a clock that is five hours ahead all the time', lease: answer(5 * HOUR), readings: [read(6 * HOUR, HOUR)] },
  { name: 'an answer that was held up gains nothing', lease: answer(0, 3 * DAY), readings: [read(3 * DAY, 3 * DAY)] },
  {
    name: 'a step back of half an hour is forgiven, and time goes on',
    lease: answer(),
    readings: [read(2 * HOUR, 2 * HOUR), read(1.5 * HOUR, 2 * HOUR), read(2.5 * HOUR, 3 * HOUR)],
  },
  {
    name: 'a step back of exactly the tolerance is forgiven, one millisecond more is not',
    lease: answer(),
    readings: [read(2 * HOUR, 2 * HOUR), read(HOUR, 2 * HOUR), read(HOUR - 1, 2 * HOUR, true)],
  },
  {
    name: 'small steps back add up',
    lease: answer(),
    readings: [
      read(HOUR, HOUR),
      read(20 * MINUTE, HOUR),
      read(2 * HOUR, 160 * MINUTE),
      read(90 * MINUTE, 160 * MINUTE, true),
    ],
  },
  { name: 'a clock set back beyond the last answer', lease: answer(), readings: [read(-2 * HOUR, 0, true)] },
  {
    name: 'a clock set back after days without network',
    lease: answer(),
    readings: [read(10 * DAY, 10 * DAY), read(DAY, 10 * DAY, true), read(11 * DAY, 20 * DAY, true)],
  },
  {
    name: 'a file that was carried for two days',
    lease: file(2 * DAY),
    readings: [read(2 * DAY, 2 * DAY), read(3 * DAY, 3 * DAY)],
  },
  { name: 'a file on a device whose clock is behind', lease: file(-DAY), readings: [read(-DAY, 0), read(0, DAY)] },
];

const absolute = (offset: number) => START + offset;

export const clockVectors = RELATIVE.map(({ name, lease, readings }) => ({
  name,
  lease: {
    iat: absolute(lease.iat),
    sentAt: lease.sentAt === null ? null : absolute(lease.sentAt),
    takenAt: absolute(lease.takenAt),
  },
  readings: readings.map(({ local, now, setBack }) => ({ local: absolute(local), now: absolute(now), setBack })),
}));

/** What core makes of a vector; the file holds what is expected. */
export function playClock({ lease: { iat, sentAt, takenAt }, readings }: (typeof clockVectors)[number]) {
  let memory = sentAt === null ? anchorClockByFile(iat, takenAt) : anchorClock(iat, sentAt, takenAt);
  return readings.map(({ local }) => {
    const { memory: next, now, setBack } = readClock(memory, local);
    memory = next;
    return { local, now, setBack };
  });
}
