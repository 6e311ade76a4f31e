import { useState } from 'preact/hooks';
import type { SeatAnswer } from '../../http/schemas/device-answer.ts';
import type { LicenseAnswer } from '../../http/schemas/license-answer.ts';
import { formatTime, platformName } from '../shared/format.ts';
import { sortPools } from '../shared/seat-pools.ts';
import { Time } from '../shared/time.tsx';
import { deviceName } from './device-name.ts';
import { FreeDevice } from './free-device.tsx';

interface Props {
  readonly code: string;
  readonly license: LicenseAnswer;
  readonly seats: readonly SeatAnswer[];
  readonly onChange: () => void;
}

/** The devices that hold a seat, and the way to free one (R4.3). */
export function Devices({ code, license, seats, onChange }: Props) {
  const [freeing, setFreeing] = useState<SeatAnswer | null>(null);
  const [said, say] = useState('');
  const done = (seat: SeatAnswer, freeAt: string) => {
    setFreeing(null);
    const later = Date.parse(freeAt) > Date.now();
    say(`${deviceName(seat)} was freed${later ? `; its place is free from ${formatTime(freeAt)}` : ''}.`);
    onChange();
  };
  return (
    <section class="card stack" aria-labelledby="devices">
      <h2 id="devices">Devices</h2>
      <ul class="plain pools">
        {sortPools(license.seats).map(([seatClass, { used, limit }]) => (
          <li key={seatClass}>
            <span class="soft">{seatClass}</span> <b>{used}</b> of {limit ?? 'any number'} in use
          </li>
        ))}
      </ul>
      <p role="status" class={said === '' ? 'visually-hidden' : 'note note-good'}>
        {said}
      </p>
      {seats.length === 0 && <p class="soft">No device uses this license.</p>}
      <ul class="plain devices">
        {seats.map((seat) => (
          <Device key={seat.seatId} seat={seat} onFree={() => setFreeing(seat)} />
        ))}
      </ul>
      {seats.length > 0 && (
        <p class="soft small">
          You can free a few devices a year yourself, and none that was activated only recently. We mail you whenever
          one is freed. Support frees devices without these limits.
        </p>
      )}
      {freeing !== null && (
        <FreeDevice
          code={code}
          seat={freeing}
          onClose={() => setFreeing(null)}
          onDone={(freeAt) => done(freeing, freeAt)}
        />
      )}
    </section>
  );
}

/** Whether it may be freed is for the service to say, as this device's clock may be wrong: the button stays. */
function Device({ seat, onFree }: { readonly seat: SeatAnswer; readonly onFree: () => void }) {
  const name = deviceName(seat);
  return (
    <li class="device">
      <div class="device-facts">
        <p class="device-name text">{name}</p>
        <p class="soft small">
          {platformName(seat.platform)} · {seat.class} · activated <Time at={seat.activatedAt} /> · last seen{' '}
          <Time at={seat.lastSeenOn} />
        </p>
        {seat.role === 'reserve' && (
          <p class="small">This license waits here until the one in force on the device ends.</p>
        )}
        {seat.role !== 'held' && Date.parse(seat.freeableAt) > Date.now() && (
          <p class="small">
            You can free it yourself from <Time at={seat.freeableAt} exact />.
          </p>
        )}
        {seat.role === 'held' && (
          <p class="small">
            Freed; its place can be used from <Time at={seat.freeableAt} exact />.
          </p>
        )}
      </div>
      {seat.role !== 'held' && (
        <button type="button" onClick={onFree} aria-label={`Free ${name}`}>
          Free
        </button>
      )}
    </li>
  );
}
