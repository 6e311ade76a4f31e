import { useState } from 'preact/hooks';
import type { WebhookAnswer } from '../../http/schemas/administration.ts';
import type { Problem } from '../shared/call.ts';
import { readField } from '../shared/form-text.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { useSession } from './session.ts';

/** What `PUT` answers: the secret of a new webhook, this once. */
export type PutWebhookAnswer = WebhookAnswer & { readonly secret?: string };

interface Props {
  /** The one to change; null makes a new one. */
  readonly webhook: WebhookAnswer | null;
  readonly onPut: (answer: PutWebhookAnswer) => void;
}

/** Makes a webhook, or changes its address and its events. */
export function WebhookForm({ webhook, onPut }: Props) {
  const session = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const put = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = event.currentTarget;
    const id = webhook?.id ?? readField(form, 'id') ?? '';
    const events = readField(form, 'events')
      ?.split(/[\s,]+/)
      .filter((name) => name !== '');
    const wish = { url: readField(form, 'url'), events: events ?? null };
    setBusy(true);
    const outcome = await session.put<PutWebhookAnswer>(`v1/webhooks/${encodeURIComponent(id)}`, wish);
    setBusy(false);
    setProblem(outcome.ok ? null : outcome.problem);
    if (!outcome.ok) return;
    if (webhook === null) form.reset();
    onPut(outcome.body);
  };
  return (
    <form class="card stack" aria-labelledby="webhook-form" onSubmit={(event) => void put(event)} autocomplete="off">
      <h2 id="webhook-form">{webhook === null ? 'A new webhook' : 'Where it goes'}</h2>
      <div class="fields">
        {webhook === null && (
          <label>
            Id
            <input name="id" required maxLength={64} pattern="[a-z0-9][a-z0-9._\-]*" placeholder="crm" />
            <span class="hint">Small letters and digits. One that exists already is changed.</span>
          </label>
        )}
        <label>
          Address
          <input name="url" type="url" required maxLength={2000} defaultValue={webhook?.url} placeholder="https://…" />
          <span class="hint">https, at a public address.</span>
        </label>
        <label>
          Events
          <input name="events" defaultValue={webhook?.events?.join(' ')} placeholder="license.expired seat.*" />
          <span class="hint">Names with blanks between them; every event when empty.</span>
        </label>
      </div>
      <ProblemNote problem={problem} />
      <div class="row">
        <button type="submit" class="primary" disabled={busy}>
          {webhook === null ? 'Make the webhook' : 'Save'}
        </button>
      </div>
    </form>
  );
}
