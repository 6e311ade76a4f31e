import { formatTime } from '../shared/format.ts';

/** `code.rotated` as people say it: `Code rotated`. */
export function eventName(type: string): string {
  const [subject = '', what = ''] = type.split('.');
  const words = (subject === 'license' ? what : `${subject} ${what}`).replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const BAD = ['blocked', 'block_tolerance_ended', 'revoked', 'suspended', 'expired', 'grace_ended', 'replaced'];
const GOOD = ['issued', 'imported', 'activated', 'reactivated', 'extended', 'renewed', 'resumed', 'unblocked'];

/** How an event is for the owner of the license. */
export function eventTone(type: string): 'bad' | 'good' | 'plain' {
  const what = type.split('.')[1] ?? '';
  if (BAD.includes(what)) return 'bad';
  return GOOD.includes(what) ? 'good' : 'plain';
}

/** What tells an event from others of its name, such as the product that was activated. */
export function eventBrief(type: string, after: unknown): string | null {
  const { daysBefore, product } = entriesOf(after);
  if (type === 'license.expiring' && typeof daysBefore === 'number') return `${daysBefore} d ahead`;
  return typeof product === 'string' ? product : null;
}

export interface Change {
  readonly name: string;
  readonly from: string | null;
  readonly to: string;
}

/** What an event changed, name by name; without `from` where nothing was before. */
export function eventChanges(before: unknown, after: unknown): readonly Change[] {
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
