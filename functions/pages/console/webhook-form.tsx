import { useState } from 'preact/hooks';
import type { WebhookAnswer } from '../../http/schemas/administration.ts';
import type { Problem } from '../shared/call.ts';
import { readField, readList } from '../shared/form-text.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { useSession } from './session.ts';

/** What `PUT` answers: the secret of a new webhook, this once. */
export type PutWebhookAnswer = WebhookAnswer & { readonly secret?: string };

/** `PUT` would change it: whoever means to make a new one might take another's events away. */
const TAKEN: Problem = {
  status: 409,
  code: 'webhook_exists',
  title: 'There is a webhook with this id',
  detail: 'Its events would go to the new address.',
  remedy: 'Choose another id, or open that webhook in the list to change it.',
  instance: null,
  errors: [],
  fields: {},
};

interface Props {
  /** The one to change; null makes a new one. */
  readonly webhook: WebhookAnswer | null;
  /** Ids that a new one cannot have. */
  readonly taken?: readonly string[];
  readonly onPut: (answer: PutWebhookAnswer) => void;
}

/** Makes a webhook, or changes its address and its events. */
export function WebhookForm({ webhook, taken = [], onPut }: Props) {
  const session = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const put = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = event.currentTarget;
    const id = webhook?.id ?? readField(form, 'id') ?? '';
    const wish = { url: readField(form, 'url'), events: readList(form, 'events', /[\s,]+/) ?? null };
    if (taken.includes(id)) {
      setProblem(TAKEN);
      return;
    }
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
      <h2 id="webhook-form">{webhook === null ? 'New webhook' : 'Where it goes'}</h2>
      <div class="fields">
        {webhook === null && (
          <label>
            Id
            <input name="id" required maxLength={64} pattern="[a-z0-9][a-z0-9._\-]*" placeholder="crm" />
            <span class="hint">Lower-case letters and digits.</span>
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
          <span class="hint">Separated by spaces; every event when empty.</span>
        </label>
      </div>
      <ProblemNote problem={problem} />
      <div class="row">
        <button type="submit" class="primary" disabled={busy}>
          {webhook === null ? 'Create webhook' : 'Save'}
        </button>
      </div>
    </form>
  );
}
