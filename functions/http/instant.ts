import { DAY, type Instant } from '../core/instant.ts';

const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Reads an RFC 3339 instant, with `Z` or an offset; parts of a millisecond are cut off.
 * @returns epoch milliseconds, or null for anything else, such as the 30th of February
 */
export function parseInstant(text: string): Instant | null {
  const match = RFC_3339.exec(text);
  if (match === null || !isDay(Number(match[1]), Number(match[2]), Number(match[3]))) return null;
  const at = Date.parse(text.toUpperCase());
  return Number.isNaN(at) ? null : at;
}

// Date.parse turns the 31st of February into a day of March.
function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= (month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}

/** Writes an instant as the contract does: RFC 3339, UTC, milliseconds. */
export function formatInstant(at: Instant): string {
  return new Date(at).toISOString();
}

/** Writes an instant that may be absent. */
export function formatOptional(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}

/** Writes the number of a UTC day (`dayNumber` of core) as a date. */
export function formatDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
