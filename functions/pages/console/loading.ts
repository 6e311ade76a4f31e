import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Outcome, Problem } from '../shared/call.ts';

export interface Loading<T> {
  readonly value: T | null;
  readonly problem: Problem | null;
  /** Loads again; what is shown stays until it is there. */
  readonly reload: () => Promise<void>;
}

/** Loads something when a view opens. @param load must not change while the view is open */
export function useLoading<T>(load: () => Promise<Outcome<T>>): Loading<T> {
  const [value, setValue] = useState<T | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const reload = useCallback(async () => {
    const outcome = await load();
    setProblem(outcome.ok ? null : outcome.problem);
    if (outcome.ok) setValue(outcome.body);
  }, []);
  useEffect(() => void reload(), []);
  return { value, problem, reload };
}
