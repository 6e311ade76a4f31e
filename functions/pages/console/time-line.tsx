import type { EventsAnswer } from '../../http/schemas/operator-answer.ts';
import type { Problem } from '../shared/call.ts';
import { countOf, formatTime } from '../shared/format.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Time } from '../shared/time.tsx';

type Event = EventsAnswer['items'][number];

interface Props {
  readonly events: EventsAnswer | null;
  readonly problem: Problem | null;
}

/** The history of a license, newest first, and whether its audit is whole (R14.1). */
export function TimeLine({ events, problem }: Props) {
  return (
    <section class="card stack" aria-labelledby="history">
      <div class="row row-apart">
        <h2 id="history">History</h2>
        {events !== null && <Verified events={events} />}
      </div>
      <ProblemNote problem={problem} />
      {events?.next != null && (
        <p class="note note-warn">Only the first {countOf(events.items.length, 'event')} are shown.</p>
      )}
      {events !== null && (
        <ol class="plain time-line">
          {events.items.toReversed().map((event) => (
            <Entry key={event.id} event={event} />
          ))}
        </ol>
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
  const changes = describeChanges(before, after);
  return (
    <li class={`event event-${toneOf(type)}`}>
      <p class="event-head">
        <b>{nameOf(type)}</b>
        <span class="soft small">
          <Time at={at} exact />
        </span>
      </p>
      {reason !== null && <p class="text">{reason}</p>}
      <p class="soft small">
        by <code>{actor}</code>
        {!sealed && ' · not sealed yet'}
      </p>
      {changes.length > 0 && (
        <details>
          <summary class="small">What changed</summary>
          <dl class="changes small">
            {changes.map(({ name, from, to }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{from === null ? to : `${from} → ${to}`}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

/** `license.code_rotated` as people say it: `Code rotated`. */
function nameOf(type: string): string {
  const [subject = '', what = ''] = type.split('.');
  const words = (subject === 'license' ? what : `${subject} ${what}`).replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function toneOf(type: string): 'bad' | 'good' | 'plain' {
  if (/blocked|revoked|suspended|expired|ended|released/.test(type)) return /un|resumed/.test(type) ? 'good' : 'bad';
  return /activated|extended|resumed|issued/.test(type) ? 'good' : 'plain';
}

interface Change {
  readonly name: string;
  readonly from: string | null;
  readonly to: string;
}

function describeChanges(before: unknown, after: unknown): readonly Change[] {
  const old = entriesOf(before);
  const names = [...new Set([...Object.keys(old), ...Object.keys(entriesOf(after))])];
  return names.map((name) => ({
    name,
    from: before === null ? null : write(old[name]),
    to: write(entriesOf(after)[name]),
  }));
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Numbers from here on are instants in milliseconds (from 1973 on): nothing else that is counted gets so large. */
const LEAST_INSTANT = 1e11;

function write(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'number' && value >= LEAST_INSTANT) return formatTime(new Date(value).toISOString());
  return typeof value === 'string' ? value : JSON.stringify(value);
}
