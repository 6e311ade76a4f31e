import { useState } from 'preact/hooks';
import type { OwnedSeatsAnswer } from '../../http/schemas/device-answer.ts';
import { call, type Problem } from '../shared/call.ts';
import { PageTitle } from '../shared/page-title.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Devices } from './devices.tsx';
import type { OpenedLicense } from './opened-license.ts';
import { Term } from './term.tsx';

interface Props {
  readonly opened: OpenedLicense;
  readonly onClose: () => void;
}

/** The license behind a code: what it is, how long it runs, which devices use it. */
export function OwnLicense({ opened: { code, answer }, onClose }: Props) {
  const [{ license, seats, next }, setPage] = useState(answer);
  const [problem, setProblem] = useState<Problem | null>(null);
  const load = async (cursor?: string) => {
    const outcome = await call<OwnedSeatsAnswer>('POST', 'v1/seats', { body: { code, ...(cursor && { cursor }) } });
    setProblem(outcome.ok ? null : outcome.problem);
    if (!outcome.ok) return;
    const { body } = outcome;
    setPage(cursor === undefined ? body : { ...body, seats: [...seats, ...body.seats] });
  };
  return (
    <div class="stack">
      <div class="row row-apart">
        <PageTitle>Your license</PageTitle>
        <button type="button" onClick={onClose}>
          Another code
        </button>
      </div>
      <Term license={license} waits={seats.some(({ role }) => role === 'reserve')} />
      <Devices code={code} license={license} seats={seats} onChange={() => void load()} />
      <ProblemNote problem={problem} />
      {next !== null && (
        <p>
          <button type="button" onClick={() => void load(next)}>
            Show more devices
          </button>
        </p>
      )}
    </div>
  );
}
