import { useState } from 'preact/hooks';
import type { SeatsAnswer } from '../../http/schemas/device-answer.ts';
import type { OperatedLicenseAnswer } from '../../http/schemas/license-answer.ts';
import type { EventsAnswer } from '../../http/schemas/operator-answer.ts';
import { StateBadge } from '../shared/license-state.tsx';
import { NewCode } from '../shared/new-code.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { LicenseActions } from './license-actions.tsx';
import { LicenseChange } from './license-change.tsx';
import { LicenseFacts } from './license-facts.tsx';
import { LicenseTerm } from './license-term.tsx';
import { useLoading } from './loading.ts';
import { PageTitle } from './page-title.tsx';
import { readPages } from './pages-of.ts';
import { Seats } from './seats.tsx';
import { useSession } from './session.ts';
import { TimeLine } from './time-line.tsx';

/** Pages of 100 seats and of 100 events that a view reads by itself. */
const MAX_PAGES = 10;

/** Everything about one license, and everything that can be done to it. */
export function LicensePage({ id }: { readonly id: string }) {
  const session = useSession();
  const path = `v1/licenses/${id}`;
  const license = useLoading(() => session.get<OperatedLicenseAnswer>(path));
  const seats = useLoading(() =>
    readPages<SeatsAnswer['items'][number], SeatsAnswer>(session, `${path}/seats`, MAX_PAGES),
  );
  const events = useLoading(() =>
    readPages<EventsAnswer['items'][number], EventsAnswer>(session, `${path}/events`, MAX_PAGES),
  );
  const [code, setCode] = useState<string | null>(null);
  const [said, say] = useState('');
  const [changing, setChanging] = useState(false);

  const reload = () => Promise.all([license.reload(), seats.reload(), events.reload()]);
  const done = (what: string, newCode: string | null = null) => {
    say(what);
    if (newCode !== null) setCode(newCode);
    void reload();
  };
  if (license.value === null) {
    return (
      <div class="stack">
        <PageTitle>License</PageTitle>
        {license.problem === null ? <p class="soft">Loading …</p> : <ProblemNote problem={license.problem} />}
      </div>
    );
  }
  return (
    <div class="stack">
      <div class="row">
        <PageTitle>{`License ${license.value.codeHint.split('-').at(-1)}`}</PageTitle>
        <StateBadge state={license.value.state} />
      </div>
      <p role="status" class={said === '' ? 'visually-hidden' : 'note note-good'}>
        {said}
      </p>
      {code !== null && <NewCode code={code} />}
      <ProblemNote problem={license.problem} />
      <LicenseActions license={license.value} onDone={done} onReload={() => void reload()} />
      <div class="columns">
        <div class="stack">
          <LicenseTerm license={license.value} />
          <Seats license={license.value} seats={seats.value} problem={seats.problem} onDone={done} />
        </div>
        <div class="stack">
          <LicenseFacts license={license.value} onChange={() => setChanging(true)} />
          <TimeLine events={events.value} problem={events.problem} />
        </div>
      </div>
      {changing && (
        <LicenseChange
          license={license.value}
          onClose={() => setChanging(false)}
          onDone={() => {
            setChanging(false);
            done('The license was changed.');
          }}
        />
      )}
    </div>
  );
}
