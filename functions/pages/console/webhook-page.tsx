import { useState } from 'preact/hooks';
import type { WebhookAnswer } from '../../http/schemas/administration.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { useLoading } from './loading.ts';
import { PageTitle } from './page-title.tsx';
import { goTo } from './place.ts';
import { useSession } from './session.ts';
import { WebhookForm } from './webhook-form.tsx';

/** One webhook: what it did not take, where it goes, and its end. */
export function WebhookPage({ id }: { readonly id: string }) {
  const session = useSession();
  const path = `v1/webhooks/${encodeURIComponent(id)}`;
  const webhook = useLoading(() => session.get<WebhookAnswer>(path));
  const [removing, setRemoving] = useState(false);
  const [said, say] = useState('');
  const remove = async () => {
    const outcome = await session.remove(path);
    if (!outcome.ok) return outcome.problem;
    goTo({ of: 'webhooks' });
    return null;
  };
  return (
    <div class="stack">
      <PageTitle>{`Webhook ${id}`}</PageTitle>
      <p role="status" class={said === '' ? 'visually-hidden' : 'note note-good'}>
        {said}
      </p>
      <ProblemNote problem={webhook.problem} />
      {webhook.value !== null && (
        <>
          <DeadLetters webhook={id} onDone={say} />
          <WebhookForm webhook={webhook.value} onPut={() => say('Saved.')} />
          <div class="row">
            <button type="button" class="danger" onClick={() => setRemoving(true)}>
              Remove the webhook
            </button>
          </div>
        </>
      )}
      {removing && (
        <ConfirmDialog
          title={`Remove ${id}?`}
          label="Remove"
          harms
          onClose={() => setRemoving(false)}
          onConfirm={remove}
        >
          <p>Nothing more is sent there, and what still waits for it is dropped. Made again, it has another secret.</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
