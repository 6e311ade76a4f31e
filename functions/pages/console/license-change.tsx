import { useState } from 'preact/hooks';
import type { OperatedLicenseAnswer } from '../../http/schemas/license-answer.ts';
import type { Problem } from '../shared/call.ts';
import { Dialog } from '../shared/dialog.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { sortPools } from '../shared/seat-pools.ts';
import { readChange, writeTerms } from './license-patch.ts';
import { ReasonField } from './reason-field.tsx';
import { useSession } from './session.ts';

interface Props {
  readonly license: OperatedLicenseAnswer;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Changes what was sold to whom; only what differs is sent. */
export function LicenseChange({ license, onClose, onDone }: Props) {
  const session = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const { customer, orderId, notAfter, plan, seats } = license;
  const terms = writeTerms(license);
  const save = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    setBusy(true);
    const outcome = await session.patch(`v1/licenses/${license.id}`, readChange(event.currentTarget, license));
    setBusy(false);
    if (outcome.ok) onDone();
    else setProblem(outcome.problem);
  };
  return (
    <Dialog title="Change the license" onClose={onClose}>
      <form class="stack" onSubmit={(event) => void save(event)} autocomplete="off">
        <div class="fields">
          <label>
            Customer
            <input name="name" maxLength={200} defaultValue={customer?.name} />
          </label>
          <label>
            E-mail address
            <input name="email" type="email" maxLength={254} defaultValue={customer?.email} />
          </label>
          <label>
            Order
            <input name="orderId" maxLength={128} defaultValue={orderId ?? ''} />
          </label>
          <label>
            Ends before
            <input name="notAfter" type="date" defaultValue={notAfter?.slice(0, 10)} />
            <span class="hint">UTC; never before the end of a running term.</span>
          </label>
          <label>
            Plan
            <input name="plan" maxLength={64} defaultValue={plan} />
            <span class="hint">Another plan brings its seats, as it stands now.</span>
          </label>
          <label>
            Regions
            <input name="regions" defaultValue={terms.regions} placeholder="DE, US-CA" />
            <span class="hint">Separated by commas; as the plan says when empty.</span>
          </label>
          <label>
            Entitlements
            <input name="entitlements" defaultValue={terms.entitlements} />
            <span class="hint">Separated by commas.</span>
          </label>
          <label>
            Metadata
            <textarea name="metadata" rows={2} defaultValue={terms.metadata} />
            <span class="hint">name=value, one a line.</span>
          </label>
        </div>
        <fieldset>
          <legend>Seats</legend>
          <div class="fields">
            {sortPools(seats).map(([seatClass, { limit }]) => (
              <SeatLimit key={seatClass} seatClass={seatClass} limit={limit} />
            ))}
          </div>
          <p class="soft small">Fewer seats than are taken put nobody out.</p>
        </fieldset>
        <ReasonField />
        <ProblemNote problem={problem} />
        <div class="dialog-actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={busy}>
            {busy ? 'Working …' : 'Save'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function SeatLimit({ seatClass, limit }: { readonly seatClass: string; readonly limit: number | null }) {
  const [unlimited, setUnlimited] = useState(limit === null);
  return (
    <div class="stack">
      <label>
        {seatClass}
        <input
          name={`seats ${seatClass}`}
          type="number"
          min={limit === 0 ? 0 : 1}
          max={100_000}
          inputMode="numeric"
          required={!unlimited}
          disabled={unlimited}
          defaultValue={limit ?? ''}
        />
      </label>
      <label class="check">
        <input
          name={`unlimited ${seatClass}`}
          type="checkbox"
          checked={unlimited}
          onChange={(event) => setUnlimited(event.currentTarget.checked)}
        />
        {`Unlimited ${seatClass} seats`}
      </label>
    </div>
  );
}
