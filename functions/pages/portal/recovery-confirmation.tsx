import { useState } from 'preact/hooks';
import type { RecoveredAnswer } from '../../http/schemas/device-answer.ts';
import { call, type Problem } from '../shared/call.ts';
import { NewCode } from '../shared/new-code.tsx';
import { PageTitle } from '../shared/page-title.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Term } from './term.tsx';

interface Props {
  readonly token: string;
  readonly onDone: () => void;
}

/** Behind the link of a recovery mail: opening it changes nothing, only the button does (R12.2). */
export function RecoveryConfirmation({ token, onDone }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [recovered, setRecovered] = useState<RecoveredAnswer | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    const outcome = await call<RecoveredAnswer>('POST', 'v1/recoveries/confirm', { body: { token } });
    setBusy(false);
    if (outcome.ok) setRecovered(outcome.body);
    else setProblem(outcome.problem);
  };
  return (
    <div class="stack">
      <PageTitle>{recovered === null ? 'Get a new code' : 'Your new code'}</PageTitle>
      {recovered === null ? (
        <div class="card stack">
          <p>
            You get a new code for your license, shown here once. The old code stops working for new activations;
            devices that are active stay active.
          </p>
          <ProblemNote problem={problem} />
          <p class="row">
            <button type="button" class="primary" disabled={busy} onClick={() => void confirm()}>
              Show my new code
            </button>
            <button type="button" onClick={onDone}>
              Not now
            </button>
          </p>
        </div>
      ) : (
        <>
          <NewCode code={recovered.code} />
          <Term license={recovered.license} />
          <p>
            <button type="button" onClick={onDone}>
              I have kept it
            </button>
          </p>
        </>
      )}
    </div>
  );
}
