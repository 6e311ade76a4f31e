import { useState } from 'preact/hooks';
import { call, type Problem } from '../shared/call.ts';
import { readField } from '../shared/form-text.ts';
import { PageTitle } from '../shared/page-title.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';

/** Asks for the mail that gives back lost codes; what is said never tells whether anything was found (R12.1). */
export function RecoveryForm({ onBack }: { readonly onBack: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const ask = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = event.currentTarget;
    const orderId = readField(form, 'orderId');
    const body = { email: readField(form, 'email'), ...(orderId !== undefined && { orderId }) };
    setBusy(true);
    const outcome = await call('POST', 'v1/recoveries', { body });
    setBusy(false);
    setProblem(outcome.ok ? null : outcome.problem);
    setSent(outcome.ok);
  };
  return (
    <div class="stack narrow">
      <PageTitle>Get a lost code back</PageTitle>
      {sent ? (
        <div class="note note-good" role="status">
          <p class="note-title">Look into your mailbox</p>
          <p>
            If licenses were ordered with this address, a mail with a link for each of them is on its way. A link works
            for an hour, once.
          </p>
        </div>
      ) : (
        <form class="card stack" onSubmit={(event) => void ask(event)}>
          <p class="soft">
            Codes are not stored, so nobody can look yours up. We mail you a link to a new code for the same license.
          </p>
          <label>
            E-mail address of the order
            <input name="email" type="email" required maxLength={254} autocomplete="email" />
          </label>
          <label>
            Order number
            <input name="orderId" maxLength={128} autocomplete="off" />
            <span class="hint">Leave it empty if you do not have it.</span>
          </label>
          <ProblemNote problem={problem} />
          <button type="submit" class="primary" disabled={busy}>
            {busy ? 'Sending …' : 'Send me the mail'}
          </button>
        </form>
      )}
      <p>
        <button type="button" class="link" onClick={onBack}>
          Back to the code
        </button>
      </p>
    </div>
  );
}
