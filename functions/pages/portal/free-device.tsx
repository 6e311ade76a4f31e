import { useState } from 'preact/hooks';
import type { SeatAnswer } from '../../http/schemas/device-answer.ts';
import { call, type Problem } from '../shared/call.ts';
import { Dialog } from '../shared/dialog.tsx';
import { formatTime } from '../shared/format.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { deviceName } from './device-name.ts';

interface Props {
  readonly code: string;
  readonly seat: SeatAnswer;
  readonly onClose: () => void;
  readonly onDone: (freeAt: string) => void;
}

/** Asks before a device is freed: that counts against the few times a year (R4.3). */
export function FreeDevice({ code, seat, onClose, onDone }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const free = async () => {
    setBusy(true);
    const body = { code, seatId: seat.seatId };
    const outcome = await call<{ seatFreeAt: string }>('POST', 'v1/seats/release', { body });
    setBusy(false);
    if (outcome.ok) onDone(outcome.body.seatFreeAt);
    else setProblem(outcome.problem);
  };
  return (
    <Dialog title="Free this device?" onClose={onClose}>
      <div class="stack">
        <p class="text">
          <b>{deviceName(seat)}</b> stops using the license, and another device can take its place. This counts as one
          of the few times a year that you can free a device yourself.
        </p>
        <ProblemNote problem={problem} />
        <When problem={problem} />
        <div class="dialog-actions">
          <button type="button" onClick={onClose}>
            Keep it
          </button>
          <button type="button" class="danger primary" disabled={busy} onClick={() => void free()}>
            Free the device
          </button>
        </div>
      </div>
    </Dialog>
  );
}

/** When it can be freed, where waiting is what helps. */
function When({ problem }: { readonly problem: Problem | null }) {
  const at = problem && readWhen(problem);
  return typeof at === 'string' ? <p class="soft">You can free it yourself from {formatTime(at)} on.</p> : null;
}

function readWhen({ code, fields }: Problem): unknown {
  if (code === 'release_cooldown') return fields.freeableAt;
  return code === 'release_quota_exceeded' ? fields.nextReleaseAt : null;
}
