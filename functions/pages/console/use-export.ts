import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../shared/call.ts';
import { useSession } from './session.ts';
import { type Licenses, readLines } from './tally.ts';

/** Licenses that are read before the operator is asked whether to go on. */
const AT_ONCE = 5000;

interface Exported {
  readonly licenses: Licenses;
  /** Null once all are read. */
  readonly next: string | null;
  readonly reading: boolean;
  readonly problem: Problem | null;
  readonly readOn: () => void;
}

/** Reads the export page by page; what has come is there while the rest is on its way. */
export function useExport(): Exported {
  const session = useSession();
  const [licenses, setLicenses] = useState<Licenses>([]);
  const [next, setNext] = useState<string | null>(null);
  const [reading, setReading] = useState(true);
  const [problem, setProblem] = useState<Problem | null>(null);

  const read = async (from: string | null, before: Licenses, isWanted: () => boolean) => {
    setReading(true);
    let cursor = from;
    let all = before;
    do {
      const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
      const outcome = await session.get<string>(`v1/licenses/export${query}`);
      if (!isWanted()) return;
      setProblem(outcome.ok ? null : outcome.problem);
      if (!outcome.ok) break;
      cursor = outcome.headers.get('x-next-cursor');
      all = [...all, ...readLines(outcome.body)];
      setLicenses(all);
      setNext(cursor);
    } while (cursor !== null && all.length < before.length + AT_ONCE);
    setReading(false);
  };
  useEffect(() => {
    let wanted = true;
    void read(null, [], () => wanted);
    return () => {
      wanted = false;
    };
  }, []);
  return { licenses, next, reading, problem, readOn: () => void read(next, licenses, () => true) };
}
