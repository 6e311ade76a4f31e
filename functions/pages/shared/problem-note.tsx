import type { Problem } from './call.ts';

/** Says what went wrong and what to do; read out at once where a screen reader listens. */
export function ProblemNote({ problem }: { readonly problem: Problem | null }) {
  if (problem === null) return null;
  const { title, detail, remedy, errors, instance } = problem;
  return (
    <div class="note note-bad" role="alert">
      <p class="note-title">{title}</p>
      {!detail.startsWith(title) && <p>{detail}</p>}
      {errors.length > 0 && (
        <ul>
          {errors.map((error) => (
            <li key={`${error.pointer} ${error.detail}`}>
              <code>{error.pointer || '/'}</code> {error.detail}
            </li>
          ))}
        </ul>
      )}
      <p>{remedy}</p>
      {problem.status >= 500 && instance !== null && <p class="soft small">Request {instance}</p>}
    </div>
  );
}
