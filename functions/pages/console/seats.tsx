import { useState } from 'preact/hooks';
import type { SeatAnswer, SeatsAnswer } from '../../http/schemas/device-answer.ts';
import type { OperatedLicenseAnswer } from '../../http/schemas/license-answer.ts';
import type { Problem } from '../shared/call.ts';
import { Dialog } from '../shared/dialog.tsx';
import { countOf, formatCount, platformName } from '../shared/format.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { sortPools } from '../shared/seat-pools.ts';
import { Time } from '../shared/time.tsx';
import { useSession } from './session.ts';

interface Props {
  readonly license: OperatedLicenseAnswer;
  readonly seats: SeatsAnswer | null;
  readonly problem: Problem | null;
  readonly onDone: (what: string) => void;
}

/** The seats of a license by class, and the devices in them. */
export function Seats({ license, seats, problem, onDone }: Props) {
  const [freeing, setFreeing] = useState<SeatAnswer | null>(null);
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
              <rect width={limit === null ? 0 : Math.min(100, (used / limit) * 100)} height="1" />
            </svg>
          </li>
        ))}
      </ul>
      <ProblemNote problem={problem} />
      {seats !== null && seats.items.length === 0 && <p class="soft">No device uses this license.</p>}
      {seats !== null && seats.items.length > 0 && <SeatTable seats={seats.items} onFree={setFreeing} />}
      {seats !== null && seats.next !== null && (
        <p class="soft small">Only the first {countOf(seats.items.length, 'seat')} are shown.</p>
      )}
      {freeing !== null && (
        <FreeSeat
          id={license.id}
          seat={freeing}
          onClose={() => setFreeing(null)}
          onDone={() => {
            setFreeing(null);
            onDone(`The seat of ${nameOf(freeing)} was freed.`);
          }}
        />
      )}
    </section>
  );
}

function nameOf({ name, platform }: SeatAnswer): string {
  return name ?? `a ${platformName(platform)} device`;
}

function SeatTable({ seats, onFree }: { seats: readonly SeatAnswer[]; onFree: (seat: SeatAnswer) => void }) {
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
            <span class="visually-hidden">Free</span>
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
                <button type="button" aria-label={`Free the seat of ${nameOf(seat)}`} onClick={() => onFree(seat)}>
                  Free
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FreeProps {
  readonly id: string;
  readonly seat: SeatAnswer;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** An operator frees without limit (R4.3); the call takes no reason, the audit names the operator. */
function FreeSeat({ id, seat, onClose, onDone }: FreeProps) {
  const session = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  const free = async () => {
    const outcome = await session.remove(`v1/licenses/${id}/seats/${encodeURIComponent(seat.seatId)}`);
    if (outcome.ok) onDone();
    else setProblem(outcome.problem);
  };
  return (
    <Dialog title="Free this seat?" onClose={onClose}>
      <div class="stack">
        <p class="text">
          <b>{nameOf(seat)}</b> stops using the license. It does not count against what the owner may free a year.
        </p>
        <ProblemNote problem={problem} />
        <div class="dialog-actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="button" class="danger primary" onClick={() => void free()}>
            Free the seat
          </button>
        </div>
      </div>
    </Dialog>
  );
}
