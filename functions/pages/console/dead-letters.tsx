import { useState } from 'preact/hooks';
import type { DeadLetterAnswer, ReplayAnswer } from '../../http/schemas/administration.ts';
import type { DeadLettersAnswer } from '../../http/schemas/operator-answer.ts';
import type { Problem } from '../shared/call.ts';
import { countOf } from '../shared/format.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Time } from '../shared/time.tsx';
import { useLoading } from './loading.ts';
import { readPages } from './pages-of.ts';
import { placeLink } from './place.ts';
import { useRepeatKey } from './repeat-key.ts';
import { useSession } from './session.ts';

/** Pages of 100 letters that the view reads by itself. */
const MAX_PAGES = 5;

/** Letters that the service sends again in one call. */
const CHUNK = 50;

interface Props {
  readonly webhook: string;
  readonly onDone: (what: string) => void;
}

/** What a receiver did not take for three days (R14.2), to be sent again. */
export function DeadLetters({ webhook, onDone }: Props) {
  const session = useSession();
  const keyOf = useRepeatKey();
  const path = `v1/webhooks/${encodeURIComponent(webhook)}/dead-letters`;
  const letters = useLoading(() => readPages<DeadLetterAnswer, DeadLettersAnswer>(session, path, MAX_PAGES));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const replay = async (chosen: readonly DeadLetterAnswer[]) => {
    setBusy(true);
    let replayed = 0;
    let failure: Problem | null = null;
    for (let at = 0; at < chosen.length && failure === null; at += CHUNK) {
      const part = chosen.slice(at, at + CHUNK);
      // One that was given up anew is another wish.
      const key = keyOf(part.map(({ id, givenUpAt }) => [id, givenUpAt]));
      const body = { letters: part.map(({ id }) => id) };
      const outcome = await session.post<ReplayAnswer>(`${path}/replay`, body, key);
      if (outcome.ok) replayed += outcome.body.replayed;
      else failure = outcome.problem;
    }
    setProblem(failure);
    if (replayed > 0) onDone(`${countOf(replayed, 'delivery', 'deliveries')} back in the queue, to be sent again.`);
    await letters.reload();
    setBusy(false);
  };
  const { value } = letters;
  return (
    <section class="card stack" aria-labelledby="dead-letters">
      <div class="row row-apart">
        <h2 id="dead-letters">Given up</h2>
        {value !== null && value.items.length > 1 && (
          <button type="button" disabled={busy} onClick={() => void replay(value.items)}>
            {busy ? 'Working …' : `Send all ${value.items.length} again`}
          </button>
        )}
      </div>
      <ProblemNote problem={problem ?? letters.problem} />
      {value !== null && value.items.length === 0 && <p class="soft">Every event has been taken, or is still tried.</p>}
      {value !== null && value.items.length > 0 && (
        <LetterTable letters={value.items} busy={busy} onReplay={(letter) => void replay([letter])} />
      )}
      {value !== null && value.next !== null && (
        <p class="soft small">Only the first {value.items.length} are shown.</p>
      )}
    </section>
  );
}

interface TableProps {
  readonly letters: readonly DeadLetterAnswer[];
  readonly busy: boolean;
  readonly onReplay: (letter: DeadLetterAnswer) => void;
}

function LetterTable({ letters, busy, onReplay }: TableProps) {
  return (
    <table class="folding">
      <caption class="visually-hidden">Deliveries that were given up after three days</caption>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">License</th>
          <th scope="col">Given up</th>
          <th scope="col">Last failure</th>
          <th scope="col">
            <span class="visually-hidden">Send again</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {letters.map((letter) => (
          <tr key={letter.id}>
            <th scope="row" class="text">
              {letter.type ?? letter.eventId}
            </th>
            <td>
              <a href={placeLink({ of: 'license', id: letter.licenseId })}>
                <code class="small">{letter.licenseId}</code>
              </a>
            </td>
            <td data-name="Given up">
              <Time at={letter.givenUpAt} exact />
            </td>
            <td class="text">{letter.failure}</td>
            <td class="end">
              <button
                type="button"
                disabled={busy}
                aria-label={`Send again: ${letter.type ?? letter.eventId}`}
                onClick={() => onReplay(letter)}
              >
                Send again
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
