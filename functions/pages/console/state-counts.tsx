import { formatCount } from '../shared/format.ts';
import { type LicenseState, STATES, StateBadge, stateName } from '../shared/license-state.tsx';
import { countStates, type Licenses } from './tally.ts';

interface Props {
  readonly licenses: Licenses;
  readonly onChoose: (state: LicenseState) => void;
}

/** A bar for each state; the numbers stand beside the bars, so that nobody has to read lengths. */
export function StateCounts({ licenses, onChoose }: Props) {
  const counts = countStates(licenses);
  const most = Math.max(1, ...counts.values());
  return (
    <section class="card stack" aria-labelledby="states">
      <h2 id="states">By state</h2>
      <ul class="plain counts">
        {STATES.map((state) => {
          const count = counts.get(state) ?? 0;
          return (
            <li key={state} class={`count state-${state}`}>
              <StateBadge state={state} />
              <svg class="meter" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(count / most) * 100} height="1" />
              </svg>
              <button
                type="button"
                class="link count-number"
                disabled={count === 0}
                aria-label={`${stateName(state)}: ${count}; list them`}
                onClick={() => onChoose(state)}
              >
                {formatCount(count)}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
