import { useState } from 'preact/hooks';
import type { CodesAnswer, PlansAnswer } from '../../http/schemas/operator-answer.ts';
import type { Problem } from '../shared/call.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { readOrder } from './issue-order.ts';
import { IssuedCodes } from './issued-codes.tsx';
import { useLoading } from './loading.ts';
import { PageTitle } from './page-title.tsx';
import { readPages } from './pages-of.ts';
import { type Plan, planLine } from './plan-text.ts';
import { useRepeatKey } from './repeat-key.ts';
import { useSession } from './session.ts';

const MAX_PLAN_PAGES = 20;

/** Issues codes under a plan, up to a thousand at a time. */
export function IssuePage() {
  const session = useSession();
  const plans = useLoading(() => readPages<Plan, PlansAnswer>(session, 'v1/plans', MAX_PLAN_PAGES));
  const keyOf = useRepeatKey();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [issued, setIssued] = useState<CodesAnswer | null>(null);
  const [busy, setBusy] = useState(false);
  const [chosen, choose] = useState('');
  const [round, setRound] = useState(0);

  const issue = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const order = readOrder(event.currentTarget);
    setBusy(true);
    const outcome = await session.post<CodesAnswer>('v1/codes', order, keyOf([round, order]));
    setBusy(false);
    setProblem(outcome.ok ? null : outcome.problem);
    if (!outcome.ok) return;
    setIssued(outcome.body);
    // The next order may be the same and is yet another one.
    setRound(round + 1);
  };
  if (issued !== null) return <IssuedCodes issued={issued} plan={chosen} onClose={() => setIssued(null)} />;
  const items = plans.value?.items ?? [];
  const plan = items.find(({ id }) => id === chosen);
  return (
    <div class="stack">
      <PageTitle>Issue codes</PageTitle>
      <ProblemNote problem={plans.problem} />
      <form class="card stack" onSubmit={(event) => void issue(event)} autocomplete="off">
        <div class="fields">
          <label>
            Plan
            <select name="plan" required value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
              <option value="">Choose a plan</option>
              {items.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name} ({id})
                </option>
              ))}
            </select>
          </label>
          <label>
            How many
            <input name="quantity" type="number" required min={1} max={1000} defaultValue="1" inputMode="numeric" />
          </label>
          <label>
            Batch
            <input
              name="batch"
              maxLength={64}
              pattern="[A-Za-z0-9][A-Za-z0-9._\-]*"
              placeholder="Generated if left blank"
            />
          </label>
        </div>
        {plan !== undefined && <PlanNote plan={plan} />}
        <fieldset>
          <legend>Sold to</legend>
          <div class="fields">
            <label>
              Customer
              <input name="name" maxLength={200} />
            </label>
            <label>
              E-mail address
              <input name="email" type="email" maxLength={254} />
            </label>
            <label>
              Order
              <input name="orderId" maxLength={128} />
            </label>
          </div>
        </fieldset>
        <details>
          <summary>More</summary>
          <div class="fields">
            <label>
              Activate before
              <input name="activateBy" type="date" />
              <span class="hint">UTC; later the first activation is refused.</span>
            </label>
            <label>
              Ends before
              <input name="notAfter" type="date" />
              <span class="hint">UTC; whatever is left of the term.</span>
            </label>
            {Object.entries(plan?.seats ?? {}).map(([seatClass, limit]) => (
              <label key={seatClass}>
                Seats: {seatClass}
                <input
                  name={`seats ${seatClass}`}
                  type="number"
                  min={1}
                  max={100_000}
                  placeholder={limit === null ? 'Without limit' : String(limit)}
                />
              </label>
            ))}
          </div>
          <label class="check">
            <input name="promotion" type="checkbox" />
            <span>A free promotion: it proves no purchase when a renewal asks for one.</span>
          </label>
        </details>
        <ProblemNote problem={problem} />
        <div class="row">
          <button type="submit" class="primary" disabled={busy}>
            {busy ? 'Issuing …' : 'Issue'}
          </button>
        </div>
      </form>
    </div>
  );
}

function PlanNote({ plan }: { readonly plan: Plan }) {
  return (
    <p class="soft small text">
      {planLine(plan)}; products: {plan.products.map(({ id }) => id).join(', ')}.
    </p>
  );
}
