import { useState } from 'preact/hooks';
import type { OwnedSeatsAnswer } from '../../http/schemas/device-answer.ts';
import { call, type Problem } from '../shared/call.ts';
import { readField } from '../shared/form-text.ts';
import { PageTitle } from '../shared/page-title.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import type { OpenedLicense } from './opened-license.ts';

interface Props {
  readonly onOpen: (opened: OpenedLicense) => void;
  readonly onLost: () => void;
}

/** Where the owner types the code. What is a code and what is not, the service says (R1.3, R1.4). */
export function CodeForm({ onOpen, onLost }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const open = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const code = readField(event.currentTarget, 'code');
    if (code === undefined) return;
    setBusy(true);
    const outcome = await call<OwnedSeatsAnswer>('POST', 'v1/seats', { body: { code } });
    setBusy(false);
    if (outcome.ok) onOpen({ code, answer: outcome.body });
    else setProblem(outcome.problem);
  };
  return (
    <div class="stack narrow">
      <PageTitle>See your license</PageTitle>
      <p class="soft">Type the code from your order to see how long your license runs and which devices use it.</p>
      <form class="card stack" onSubmit={(event) => void open(event)}>
        <label>
          Code
          <input
            class="code"
            name="code"
            required
            maxLength={200}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            placeholder="XXXXX-XXXXX-XXXXX-XXXXX"
            aria-invalid={problem !== null}
          />
          <span class="hint">Capitals, dashes and blanks do not matter.</span>
        </label>
        <ProblemNote problem={problem} />
        <button type="submit" class="primary" disabled={busy}>
          {busy ? 'Looking …' : 'Show my license'}
        </button>
      </form>
      <p>
        <button type="button" class="link" onClick={onLost}>
          I have lost my code
        </button>
      </p>
    </div>
  );
}
