import { useState } from 'preact/hooks';
import type { LicensesAnswer, OperatedLicenseAnswer } from '../../http/schemas/license-answer.ts';
import type { Problem } from '../shared/call.ts';
import { readField } from '../shared/form-text.ts';
import { countOf } from '../shared/format.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { BatchActions } from './batch-actions.tsx';
import { LicenseTable } from './license-table.tsx';
import { PageTitle } from './page-title.tsx';
import { goTo } from './place.ts';
import { useSession } from './session.ts';

const WAYS = [
  { way: 'code', name: 'Code', placeholder: 'XXXXX-XXXXX-XXXXX-XXXXX' },
  { way: 'email', name: 'E-mail address', placeholder: 'ada@example.com' },
  { way: 'orderId', name: 'Order', placeholder: 'A-10017' },
  { way: 'batch', name: 'Batch', placeholder: 'autumn-2026' },
  { way: 'id', name: 'License id', placeholder: 'lic_…' },
] as const;

type Way = (typeof WAYS)[number]['way'];

interface Found extends LicensesAnswer {
  readonly way: Way;
  readonly text: string;
}

/** Finds licenses. What was asked stays in this view: codes go in bodies, and nothing of it into the address. */
export function SearchPage() {
  const session = useSession();
  const [way, setWay] = useState<Way>('code');
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const list = async (text: string, cursor?: string) => {
    const query = new URLSearchParams({ [way]: text, limit: '50', ...(cursor !== undefined && { cursor }) });
    const outcome = await session.get<LicensesAnswer>(`v1/licenses?${query}`);
    setProblem(outcome.ok ? null : outcome.problem);
    const before = cursor === undefined ? [] : (found?.items ?? []);
    if (outcome.ok) setFound({ ...outcome.body, items: [...before, ...outcome.body.items], way, text });
  };
  const open = async (text: string) => {
    const outcome =
      way === 'code'
        ? await session.post<OperatedLicenseAnswer>('v1/licenses/lookup', { code: text })
        : await session.get<OperatedLicenseAnswer>(`v1/licenses/${encodeURIComponent(text)}`);
    if (outcome.ok) goTo({ of: 'license', id: outcome.body.id });
    else setProblem(outcome.problem);
  };
  const search = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const text = readField(event.currentTarget, 'text');
    if (text === undefined) return;
    setBusy(true);
    setFound(null);
    setProblem(null);
    await (way === 'code' || way === 'id' ? open(text) : list(text));
    setBusy(false);
  };
  const { placeholder } = WAYS.find((one) => one.way === way) ?? WAYS[0];
  return (
    <div class="stack">
      <PageTitle>Find a license</PageTitle>
      <form class="card search" onSubmit={(event) => void search(event)}>
        <label>
          By
          <select value={way} onChange={(event) => setWay(event.currentTarget.value as Way)}>
            {WAYS.map((one) => (
              <option key={one.way} value={one.way}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Search for</span>
          <input name="text" required maxLength={254} autocomplete="off" spellcheck={false} placeholder={placeholder} />
        </label>
        <button type="submit" class="primary" disabled={busy}>
          Find
        </button>
      </form>
      <ProblemNote problem={problem} />
      <p role="status" class="visually-hidden">
        {found !== null && countFound(found)}
      </p>
      {found !== null && (
        <section class="card stack" aria-labelledby="found">
          <div class="row row-apart">
            <h2 id="found">{countFound(found)}</h2>
            {found.way === 'batch' && found.items.length > 0 && (
              <BatchActions batch={found.text} onDone={() => void list(found.text)} />
            )}
          </div>
          {found.items.length > 0 && <LicenseTable caption="Licenses found" licenses={found.items} />}
          {found.next !== null && (
            <p>
              <button type="button" onClick={() => void list(found.text, found.next ?? undefined)}>
                Show more
              </button>
            </p>
          )}
        </section>
      )}
    </div>
  );
}

function countFound({ items, next }: Found): string {
  if (items.length === 0 && next === null) return 'Nothing found';
  return `${countOf(items.length, 'license')}${next === null ? '' : ' and more'}`;
}
