import { useState } from 'preact/hooks';
import type { SeatAnswer, SeatsAnswer } from '../../http/schemas/device-answer.ts';
import type { OperatedLicenseAnswer } from '../../http/schemas/license-answer.ts';
import type { Problem } from '../shared/call.ts';
import { countOf, formatCount, platformName } from '../shared/format.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { sortPools } from '../shared/seat-pools.ts';
import { Time } from '../shared/time.tsx';
import { ForgiveTrial, FreeSeat, seatName } from './seat-dialogs.tsx';

interface Props {
  readonly license: OperatedLicenseAnswer;
  readonly seats: SeatsAnswer | null;
  readonly problem: Problem | null;
  readonly onDone: (what: string) => void;
}

/** A seat, and what shall be done with it. */
interface Chosen {
  readonly seat: SeatAnswer;
  readonly to: 'free' | 'forgive';
}

/** The seats of a license by class, and the devices in them. */
export function Seats({ license, seats, problem, onDone }: Props) {
  const [chosen, choose] = useState<Chosen | null>(null);
  const close = () => choose(null);
  const done = (what: string) => {
    close();
    onDone(what);
  };
  return (
    <section class="card stack" aria-labelledby="seats">
      <h2 id="seats">Seats</h2>
      <ul class="plain pools">
        {sortPools(license.seats).map(([seatClass, { used, limit }]) => (
          <li key={seatClass}>
            <p class="row row-apart">
              <span class="pool-name">{seatClass}</span>
              <span>
                {formatCount(used)} of {limit === null ? 'any number' : formatCount(limit)}
              </span>
            </p>
            <svg class="meter" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
              <rect width={limit === null ? 0 : Math.min(100, (used / Math.max(1, limit)) * 100)} height="1" />
            </svg>
          </li>
        ))}
      </ul>
      <ProblemNote problem={problem} />
      {seats !== null && seats.items.length === 0 && <p class="soft">No device uses this license.</p>}
      {seats !== null && seats.items.length > 0 && (
        <SeatTable seats={seats.items} isTrial={license.kind === 'trial'} onChoose={choose} />
      )}
      {seats !== null && seats.next !== null && (
        <p class="soft small">Only the first {countOf(seats.items.length, 'seat')} are shown.</p>
      )}
      {chosen?.to === 'free' && <FreeSeat id={license.id} seat={chosen.seat} onClose={close} onDone={done} />}
      {chosen?.to === 'forgive' && <ForgiveTrial id={license.id} seat={chosen.seat} onClose={close} onDone={done} />}
    </section>
  );
}

interface TableProps {
  readonly seats: readonly SeatAnswer[];
  readonly isTrial: boolean;
  readonly onChoose: (chosen: Chosen) => void;
}

function SeatTable({ seats, isTrial, onChoose }: TableProps) {
  return (
    <table class="folding">
      <caption class="visually-hidden">Devices that hold a seat</caption>
      <thead>
        <tr>
          <th scope="col">Device</th>
          <th scope="col">Class</th>
          <th scope="col">Activated</th>
          <th scope="col">Last seen</th>
          <th scope="col">
            <span class="visually-hidden">What to do</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {seats.map((seat) => (
          <tr key={seat.seatId}>
            <th scope="row" class="text">
              {seat.name ?? <span class="soft">Without a name</span>}
              <br />
              <span class="soft small">
                {platformName(seat.platform)}
                {seat.role === 'reserve' && ' · in reserve'}
                {seat.role === 'held' && ' · released, held'}
              </span>
            </th>
            <td data-name="Class">{seat.class}</td>
            <td data-name="Activated">
              <Time at={seat.activatedAt} />
            </td>
            <td data-name="Last seen">
              <Time at={seat.lastSeenOn} />
            </td>
            <td class="end">
              {seat.role === 'held' ? (
                <span class="soft small">
                  free <Time at={seat.freeableAt} exact />
                </span>
              ) : (
                <span class="row row-end">
                  {isTrial && (
                    <button
                      type="button"
                      aria-label={`Forgive trial of ${seatName(seat)}`}
                      onClick={() => onChoose({ seat, to: 'forgive' })}
                    >
                      Forgive trial
                    </button>
                  )}
                  <button
                    type="button"
                    aria-label={`Free the seat of ${seatName(seat)}`}
                    onClick={() => onChoose({ seat, to: 'free' })}
                  >
                    Free
                  </button>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
