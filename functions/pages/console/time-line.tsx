import { useState } from 'preact/hooks';
import type { EventsAnswer } from '../../http/schemas/operator-answer.ts';
import type { Problem } from '../shared/call.ts';
import { countOf } from '../shared/format.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Time } from '../shared/time.tsx';
import { type Change, eventBrief, eventChanges, eventName, eventTone } from './event-text.ts';

type Event = EventsAnswer['items'][number];

/** Entries that are shown at first. */
const NEWEST = 12;

interface Props {
  readonly events: EventsAnswer | null;
  readonly problem: Problem | null;
}

/** The history of a license, newest first, and whether its audit is whole (R14.1); the service tells the oldest first. */
export function TimeLine({ events, problem }: Props) {
  const [all, showAll] = useState(false);
  const entries = events?.items.toReversed() ?? [];
  return (
    <section class="card stack" aria-labelledby="history">
      <div class="row row-apart">
        <h2 id="history">History</h2>
        {events !== null && <Verified events={events} />}
      </div>
      <ProblemNote problem={problem} />
      {events?.next != null && (
        <p class="note note-warn">
          These are the oldest {countOf(entries.length, 'event')}. The later ones can be read by the API only.
        </p>
      )}
      <ol class="plain time-line">
        {(all ? entries : entries.slice(0, NEWEST)).map((event) => (
          <Entry key={event.id} event={event} />
        ))}
      </ol>
      {!all && entries.length > NEWEST && (
        <p>
          <button type="button" onClick={() => showAll(true)}>
            Show all {entries.length} events
          </button>
        </p>
      )}
    </section>
  );
}

function Verified({ events: { verified } }: { readonly events: EventsAnswer }) {
  return verified ? (
    <span class="badge state-active">Audit whole</span>
  ) : (
    <span class="badge state-revoked">Audit broken: an entry was changed or is missing</span>
  );
}

function Entry({ event }: { readonly event: Event }) {
  const { type, at, actor, reason, sealed, before, after } = event;
  const brief = eventBrief(type, after);
  const changes = eventChanges(before, after);
  return (
    <li class={`event event-${eventTone(type)}`}>
      <p class="event-head">
        <span>
          <b>{eventName(type)}</b>
          {brief !== null && <span class="soft small text"> {brief}</span>}
        </span>
        <span class="soft small">
          <Time at={at} exact />
        </span>
      </p>
      {reason !== null && <p class="text">{reason}</p>}
      <p class="soft small">
        by <code>{actor}</code> · {sealed ? 'sealed' : 'not sealed yet'}
      </p>
      {changes.length > 0 && <Changes changes={changes} />}
    </li>
  );
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <details>
      <summary class="small">What changed</summary>
      <dl class="rows small">
        {changes.map(({ name, from, to }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{from === null ? to : `${from} → ${to}`}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
