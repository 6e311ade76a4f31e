import { useState } from 'preact/hooks';
import type { Scope } from '../../core/scope.ts';
import type { NewKeyAnswer } from '../../http/schemas/administration.ts';
import type { Problem } from '../shared/call.ts';
import { readField } from '../shared/form-text.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { useRepeatKey } from './repeat-key.ts';
import { useSession } from './session.ts';

/** Scopes, and what a key with one of them may do. */
const SCOPES: readonly (readonly [Scope, does: string])[] = [
  ['read', 'finds and exports licenses'],
  ['issue', 'issues codes; extends and changes licenses, as a shop does'],
  ['support', 'helps customers: changes, blocks, frees'],
  ['catalog', 'changes products and plans'],
  ['admin', 'makes keys and webhooks'],
];

/** Makes a key, whose text its answer alone holds. */
export function KeyForm({ onMade }: { readonly onMade: (key: NewKeyAnswer) => void }) {
  const session = useSession();
  const keyOf = useRepeatKey();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  const make = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = event.currentTarget;
    const day = readField(form, 'expires');
    const wish = {
      name: readField(form, 'name'),
      scopes: new FormData(form).getAll('scope'),
      ...(day !== undefined && { expiresAt: `${day}T00:00:00.000Z` }),
    };
    setBusy(true);
    const outcome = await session.post<NewKeyAnswer>('v1/keys', wish, keyOf([round, wish]));
    setBusy(false);
    setProblem(outcome.ok ? null : outcome.problem);
    if (!outcome.ok) return;
    form.reset();
    setRound(round + 1);
    onMade(outcome.body);
  };
  return (
    <form class="card stack" aria-labelledby="new-key" onSubmit={(event) => void make(event)} autocomplete="off">
      <h2 id="new-key">A new key</h2>
      <div class="fields">
        <label>
          Name
          <input name="name" required maxLength={100} placeholder="Web shop" />
          <span class="hint">Who uses it; the audit shows its prefix.</span>
        </label>
        <label>
          Expires
          <input name="expires" type="date" />
          <span class="hint">At the beginning of that day, UTC; never when empty.</span>
        </label>
      </div>
      <fieldset>
        <legend>Scopes</legend>
        <div class="stack stack-tight">
          {SCOPES.map(([scope, does]) => (
            <label key={scope} class="check">
              <input type="checkbox" name="scope" value={scope} />
              <span>
                <b>{scope}</b> <span class="soft">{does}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <ProblemNote problem={problem} />
      <div class="row">
        <button type="submit" class="primary" disabled={busy}>
          {busy ? 'Creating …' : 'Create key'}
        </button>
      </div>
    </form>
  );
}
