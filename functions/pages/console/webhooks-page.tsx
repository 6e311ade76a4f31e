import { useState } from 'preact/hooks';
import type { WebhookAnswer } from '../../http/schemas/administration.ts';
import type { WebhooksAnswer } from '../../http/schemas/operator-answer.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { useLoading } from './loading.ts';
import { NewSecret } from './new-secret.tsx';
import { PageTitle } from './page-title.tsx';
import { readPages } from './pages-of.ts';
import { placeLink } from './place.ts';
import { useSession } from './session.ts';
import { type PutWebhookAnswer, WebhookForm } from './webhook-form.tsx';

const MAX_PAGES = 10;

/** Where events are sent to. */
export function WebhooksPage() {
  const session = useSession();
  const webhooks = useLoading(() => readPages<WebhookAnswer, WebhooksAnswer>(session, 'v1/webhooks', MAX_PAGES));
  const [made, setMade] = useState<PutWebhookAnswer | null>(null);
  return (
    <div class="stack">
      <PageTitle>Webhooks</PageTitle>
      <ProblemNote problem={webhooks.problem} />
      {made?.secret !== undefined && (
        <NewSecret title={`The secret of ${made.id}`} secret={made.secret} onClose={() => setMade(null)} />
      )}
      {webhooks.value !== null && (
        <section class="card stack" aria-labelledby="receivers">
          <h2 id="receivers">Receivers</h2>
          {webhooks.value.items.length === 0 && <p class="soft">Events are sent nowhere yet.</p>}
          {webhooks.value.items.length > 0 && <WebhookTable webhooks={webhooks.value.items} />}
        </section>
      )}
      {webhooks.value !== null && (
        <WebhookForm
          webhook={null}
          taken={webhooks.value.items.map(({ id }) => id)}
          onPut={(answer) => {
            setMade(answer);
            void webhooks.reload();
          }}
        />
      )}
    </div>
  );
}

function WebhookTable({ webhooks }: { readonly webhooks: readonly WebhookAnswer[] }) {
  return (
    <table class="folding">
      <caption class="visually-hidden">Webhooks</caption>
      <thead>
        <tr>
          <th scope="col">Webhook</th>
          <th scope="col">Address</th>
          <th scope="col">Events</th>
        </tr>
      </thead>
      <tbody>
        {webhooks.map(({ id, url, events }) => (
          <tr key={id}>
            <th scope="row">
              <a href={placeLink({ of: 'webhook', id })}>{id}</a>
            </th>
            <td class="text">{url}</td>
            <td class="text">{events?.join(', ') ?? 'Every event'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
