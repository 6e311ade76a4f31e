import { useState } from 'preact/hooks';
import type { KeyAnswer, NewKeyAnswer } from '../../http/schemas/administration.ts';
import type { KeysAnswer } from '../../http/schemas/operator-answer.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Time } from '../shared/time.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { KeyForm } from './key-form.tsx';
import { useLoading } from './loading.ts';
import { NewSecret } from './new-secret.tsx';
import { PageTitle } from './page-title.tsx';
import { readPages } from './pages-of.ts';
import { useSession } from './session.ts';

/** Pages of 100 keys that the view reads by itself. */
const MAX_PAGES = 10;

/** API keys: who may call, what for, and who has not for long. */
export function KeysPage() {
  const session = useSession();
  const keys = useLoading(() => readPages<KeyAnswer, KeysAnswer>(session, 'v1/keys', MAX_PAGES));
  const [made, setMade] = useState<NewKeyAnswer | null>(null);
  const [revoking, setRevoking] = useState<KeyAnswer | null>(null);
  const revoke = async ({ prefix }: KeyAnswer) => {
    const outcome = await session.remove(`v1/keys/${encodeURIComponent(prefix)}`);
    if (!outcome.ok) return outcome.problem;
    setRevoking(null);
    void keys.reload();
    return null;
  };
  return (
    <div class="stack">
      <PageTitle>API keys</PageTitle>
      <ProblemNote problem={keys.problem} />
      {made !== null && <NewSecret title={`The key ${made.name}`} secret={made.key} onClose={() => setMade(null)} />}
      {keys.value !== null && (
        <section class="card stack" aria-labelledby="keys">
          <h2 id="keys">Keys in use</h2>
          {keys.value.items.length === 0 && <p class="soft">There is no key.</p>}
          {keys.value.items.length > 0 && <KeyTable keys={keys.value.items} onRevoke={setRevoking} />}
        </section>
      )}
      {keys.value !== null && (
        <KeyForm
          onMade={(key) => {
            setMade(key);
            void keys.reload();
          }}
        />
      )}
      {revoking !== null && (
        <ConfirmDialog
          title="Revoke this key?"
          label="Revoke"
          harms
          onClose={() => setRevoking(null)}
          onConfirm={() => revoke(revoking)}
        >
          <p>
            The next call with <b>{revoking.name}</b> (<code>{revoking.prefix}</code>) is refused, for good. If it is
            the key that you are signed in with, your session ends.
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}

function KeyTable({ keys, onRevoke }: { keys: readonly KeyAnswer[]; onRevoke: (key: KeyAnswer) => void }) {
  return (
    <table class="folding">
      <caption class="visually-hidden">API keys</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Scopes</th>
          <th scope="col">Made</th>
          <th scope="col">Expires</th>
          <th scope="col">Last used</th>
          <th scope="col">
            <span class="visually-hidden">Revoke</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.prefix}>
            <th scope="row" class="text">
              {key.name}
              <br />
              <code class="soft small">{key.prefix}</code>
            </th>
            <td>{key.scopes.join(', ')}</td>
            <td data-name="Made">
              <Time at={key.createdAt} />
            </td>
            <td data-name="Expires">
              <Time at={key.expiresAt} none="Never" />
            </td>
            <td data-name="Last used">
              <Time at={key.lastUsedOn} none="Never" />
            </td>
            <td class="end">
              <button type="button" class="danger" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
                Revoke
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
