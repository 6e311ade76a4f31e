import type { Detail } from '../core/event.ts';
import { formatInstant } from './instant.ts';

/** Numbers of these names are instants: dates, and flags, which stand for when they were set. */
const INSTANT_NAME = /(At|After|Until|By)$|^(suspended|blocked|revoked)$/;

/** The details of an audit entry or event as the contract writes them: its instants in RFC 3339. */
export function writeDetailInstants(details: Readonly<Record<string, Detail>>): Record<string, Detail> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'number' && INSTANT_NAME.test(name) ? formatInstant(value) : value,
    ]),
  );
}
