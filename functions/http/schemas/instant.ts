import * as v from 'valibot';
import { parseInstant } from '../instant.ts';

const DETAIL = 'Must be an instant such as 2026-11-24T11:00:00.000Z.';
const YEAR_1970 = 0;
const YEAR_10000 = Date.UTC(10_000, 0);

/** An instant of the business: RFC 3339 outside, epoch milliseconds inside; not before 1970. */
export const instant = v.pipe(
  v.string(),
  v.metadata({ format: 'date-time', pattern: '^(19[7-9]|[2-9][0-9]{2})[0-9]-' }),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const at = parseInstant(dataset.value);
    if (at !== null && at >= YEAR_1970 && at < YEAR_10000) return at;
    addIssue({ message: DETAIL });
    return NEVER;
  }),
);

/** An instant that a device claims. Clocks without a battery say strange years; nothing is refused for it (R3.5). */
export const claimedInstant = v.pipe(
  v.string(),
  v.metadata({ format: 'date-time' }),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const at = parseInstant(dataset.value);
    if (at !== null) return at;
    addIssue({ message: DETAIL });
    return NEVER;
  }),
);

/** An instant in an answer. */
export const writtenInstant = v.pipe(v.string(), v.metadata({ format: 'date-time' }));
