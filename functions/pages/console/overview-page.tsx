import { useEffect, useRef, useState } from 'preact/hooks';
import { countOf } from '../shared/format.ts';
import { type LicenseState, stateName } from '../shared/license-state.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { ExpiryCalendar } from './expiry-calendar.tsx';
import { LicenseTable } from './license-table.tsx';
import { PageTitle } from './page-title.tsx';
import { StateCounts } from './state-counts.tsx';
import type { Licenses } from './tally.ts';
import { useExport } from './use-export.ts';

/** Rows that a list in the overview shows; Find leads to the others. */
const MAX_SHOWN = 50;

interface Chosen {
  readonly title: string;
  readonly licenses: Licenses;
}

/** How many licenses there are in which state, and when they end. */
export function OverviewPage() {
  const { licenses, next, reading, problem, readOn } = useExport();
  const [chosen, choose] = useState<Chosen | null>(null);
  const chooseState = (state: LicenseState) =>
    choose({ title: stateName(state), licenses: licenses.filter((license) => license.state === state) });
  return (
    <div class="stack">
      <div class="row row-apart">
        <PageTitle>Overview</PageTitle>
        <p class="soft" role="status">
          {reading ? `${countOf(licenses.length, 'license')} so far …` : countOf(licenses.length, 'license')}
        </p>
      </div>
      <ProblemNote problem={problem} />
      {!reading && next !== null && (
        <div class="note note-warn row row-apart">
          <p>There are more licenses than these.</p>
          <button type="button" onClick={readOn}>
            Load more
          </button>
        </div>
      )}
      <StateCounts licenses={licenses} onChoose={chooseState} />
      <ExpiryCalendar licenses={licenses} onChoose={(title, list) => choose({ title, licenses: list })} />
      {chosen !== null && <ChosenList key={chosen.title} {...chosen} onClose={() => choose(null)} />}
    </div>
  );
}

function ChosenList({ title, licenses, onClose }: Chosen & { readonly onClose: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // It opens below what was clicked, often out of sight.
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <section class="card stack" aria-labelledby="chosen">
      <div class="row row-apart">
        <h2 id="chosen" ref={heading} tabIndex={-1}>
          {title}: {countOf(licenses.length, 'license')}
        </h2>
        <button type="button" class="quiet" onClick={onClose}>
          Close
        </button>
      </div>
      <LicenseTable caption={title} licenses={licenses.slice(0, MAX_SHOWN)} />
      {licenses.length > MAX_SHOWN && <p class="soft small">The first {MAX_SHOWN} are shown.</p>}
    </section>
  );
}
