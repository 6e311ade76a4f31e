import { useState } from 'preact/hooks';
import type { Problem } from '../shared/call.ts';
import { readField } from '../shared/form-text.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { PageTitle } from './page-title.tsx';
import type { Session } from './session.ts';

interface Props {
  readonly start: (key: string) => Session;
  /** Whether the service took no longer a key that it had taken before. */
  readonly refused: boolean;
  readonly onSignedIn: (session: Session) => void;
}

/** Asks for an API key and tries it on a list; a key that may not read it, as one with `admin` alone, is a key all the same. */
export function SignIn({ start, refused, onSignedIn }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const signIn = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const key = readField(event.currentTarget, 'key');
    if (key === undefined) return;
    setBusy(true);
    const session = start(key);
    const outcome = await session.get('v1/plans?limit=1');
    setBusy(false);
    if (outcome.ok || outcome.problem.code === 'forbidden') onSignedIn(session);
    else setProblem(outcome.problem);
  };
  return (
    <div class="stack narrow">
      <PageTitle>Sign in</PageTitle>
      <form class="card stack" onSubmit={(event) => void signIn(event)} autocomplete="off">
        <label>
          API key
          <input
            name="key"
            type="password"
            required
            autocomplete="off"
            spellcheck={false}
            class="code"
            aria-invalid={problem !== null}
          />
          <span class="hint">It stays in the memory of this page and is gone when you reload or close it.</span>
        </label>
        {refused && problem === null && (
          <div class="note note-warn" role="alert">
            <p>The service does not take your key any more: it has expired or was revoked.</p>
          </div>
        )}
        <ProblemNote problem={problem} />
        <button type="submit" class="primary" disabled={busy}>
          {busy ? 'Trying the key …' : 'Sign in'}
        </button>
      </form>
      <p class="soft small">
        What you may see and do depends on the scopes of the key: <code>read</code> finds, <code>issue</code> issues,{' '}
        <code>support</code> changes, <code>admin</code> keeps keys and webhooks.
      </p>
    </div>
  );
}
