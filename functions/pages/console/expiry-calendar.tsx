import { countOf, formatDay } from '../shared/format.ts';
import { expiryMonths, type Licenses, levelOf, type Month } from './tally.ts';

const MONTHS = 12;
/** Size of a day and of its cell, in units of the drawing. */
const DAY_SIZE = 9;
const CELL = 11;

const MONTH_NAME = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' });

interface Props {
  readonly licenses: Licenses;
  readonly onChoose: (title: string, licenses: Licenses) => void;
}

/** When licenses end, day by day, for this month and the next eleven. */
export function ExpiryCalendar({ licenses, onChoose }: Props) {
  const today = new Date().toISOString().slice(0, 10);
  const months = expiryMonths(licenses, new Date(), MONTHS);
  const most = Math.max(0, ...months.flatMap(({ days }) => days.map((day) => day.length)));
  return (
    <section class="card stack" aria-labelledby="calendar">
      <div class="row row-apart">
        <h2 id="calendar">When they end</h2>
        <Legend most={most} />
      </div>
      <ul class="plain months">
        {months.map((month) => (
          <MonthPlot key={month.id} month={month} most={most} today={today} onChoose={onChoose} />
        ))}
      </ul>
    </section>
  );
}

function Legend({ most }: { readonly most: number }) {
  return (
    <p class="soft small legend">
      0
      <svg viewBox={`0 0 ${5 * CELL} ${CELL}`} aria-hidden="true">
        {[0, 1, 2, 3, 4].map((level) => (
          <rect key={level} x={level * CELL} y="1" width={DAY_SIZE} height={DAY_SIZE} rx="2" class={`level-${level}`} />
        ))}
      </svg>
      {Math.max(most, 4)} a day
    </p>
  );
}

interface MonthProps {
  readonly month: Month;
  readonly most: number;
  /** `2026-11-24`. */
  readonly today: string;
  readonly onChoose: Props['onChoose'];
}

function MonthPlot({ month: { id, days, firstColumn }, most, today, onChoose }: MonthProps) {
  const name = MONTH_NAME.format(new Date(`${id}-01T00:00:00Z`));
  const all = days.flat();
  const dayOf = (n: number) => `${id}-${String(n + 1).padStart(2, '0')}`;
  return (
    <li>
      <p class="month-head">
        <span>{name}</span>
        {all.length > 0 ? (
          <button
            type="button"
            class="link"
            aria-label={`${name}: ${countOf(all.length, 'license')}; list them`}
            onClick={() => onChoose(`End in ${name}`, all)}
          >
            {all.length}
          </button>
        ) : (
          <span class="soft">0</span>
        )}
      </p>
      <svg viewBox={`0 0 ${7 * CELL} ${6 * CELL}`} class="month" role="img" aria-label={describe(name, days, dayOf)}>
        {days.map((licenses, n) => (
          <rect
            key={dayOf(n)}
            x={((firstColumn + n) % 7) * CELL}
            y={Math.floor((firstColumn + n) / 7) * CELL}
            width={DAY_SIZE}
            height={DAY_SIZE}
            rx="2"
            class={`level-${levelOf(licenses.length, most)}${dayOf(n) === today ? ' today' : ''}`}
          >
            <title>{`${formatDay(dayOf(n))}: ${countOf(licenses.length, 'license')}`}</title>
          </rect>
        ))}
      </svg>
    </li>
  );
}

/** What the drawing shows, in a sentence. */
function describe(name: string, days: readonly Licenses[], dayOf: (n: number) => string): string {
  const fullest = days.reduce((best, day, n) => (day.length > (days[best]?.length ?? 0) ? n : best), 0);
  const count = days[fullest]?.length ?? 0;
  return count === 0 ? `${name}: no license ends` : `${name}: most on ${formatDay(dayOf(fullest))}, ${count}`;
}
