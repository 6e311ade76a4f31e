import type { SeatAnswer } from '../../http/schemas/device-answer.ts';
import { platformName } from '../shared/format.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { type Instruction, ReasonDialog } from './reason-dialog.tsx';
import { useRepeatKey } from './repeat-key.ts';
import { useSession } from './session.ts';

/** What an operator does with one seat of a license. */
export interface SeatProps {
  readonly id: string;
  readonly seat: SeatAnswer;
  readonly onClose: () => void;
  readonly onDone: (what: string) => void;
}

export function seatName({ name, platform }: SeatAnswer): string {
  return name ?? `a ${platformName(platform)} device`;
}

/** An operator frees without limit (R4.3); the call takes no reason, the audit names the operator. */
export function FreeSeat({ id, seat, onClose, onDone }: SeatProps) {
  const session = useSession();
  const free = async () => {
    const outcome = await session.remove(`v1/licenses/${id}/seats/${encodeURIComponent(seat.seatId)}`);
    if (!outcome.ok) return outcome.problem;
    onDone(`The seat of ${seatName(seat)} was freed.`);
    return null;
  };
  return (
    <ConfirmDialog title="Free this seat?" label="Free the seat" harms onClose={onClose} onConfirm={free}>
      <p>
        <b>{seatName(seat)}</b> stops using the license. It does not count against what the owner may free a year.
      </p>
    </ConfirmDialog>
  );
}

/** Forgives the trial of a device (R5), so that it may try once more. */
export function ForgiveTrial({ id, seat, onClose, onDone }: SeatProps) {
  const session = useSession();
  const keyOf = useRepeatKey();
  const forgive = async ({ reason }: Instruction) => {
    const body = { licenseId: id, seatId: seat.seatId, reason };
    const outcome = await session.post<{ reset: boolean }>('v1/devices/reset-trial', body, keyOf(body));
    if (!outcome.ok) return outcome.problem;
    const device = seatName(seat);
    onDone(outcome.body.reset ? `The trial of ${device} is forgiven.` : `There was no trial of ${device} to forgive.`);
    return null;
  };
  return (
    <ReasonDialog title="Forgive the trial?" label="Forgive" onClose={onClose} onInstruct={forgive}>
      <p>
        <b>{seatName(seat)}</b> may begin a trial once more, when this one is over. Whatever else it has used stays
        known.
      </p>
    </ReasonDialog>
  );
}
