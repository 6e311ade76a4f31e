import type { PlansAnswer } from '../../http/schemas/operator-answer.ts';
import { countOf, platformName } from '../shared/format.ts';

export type Plan = PlansAnswer['items'][number];

/** A plan in one line: kind, term, seats. */
export function planLine({ kind, term, seats }: Plan): string {
  const lasts = term.days === null ? 'without an end' : countOf(term.days, 'day');
  const from = term.starts === 'order' ? 'order' : 'first activation';
  const places = Object.entries(seats).map(([seatClass, limit]) => `${limit ?? 'unlimited'} ${seatClass}`);
  return `${kind}, ${lasts} from the ${from}; seats: ${places.join(', ')}`;
}

/** Everything else that a plan says, by name; what it leaves out is not named. */
export function planTerms(plan: Plan): readonly (readonly [name: string, text: string])[] {
  const { lease, selfService } = plan;
  const terms: readonly (readonly [string, string | null])[] = [
    ['Family', plan.family],
    ['Products', plan.products.map(productText).join(', ')],
    ['Activate within', daysOrNull(plan.activateWithinDays)],
    ['Grace', plan.graceDays > 0 ? countOf(plan.graceDays, 'day') : null],
    ['Maintenance', daysOrNull(plan.maintenanceDays)],
    ['Entitlements', plan.entitlements.join(', ') || null],
    ['Regions', plan.regions?.join(', ') ?? 'All'],
    ['Activations', `${plan.activationsPerSeat} a seat and year`],
    ['Warnings', plan.warnDaysBefore.length > 0 ? `${plan.warnDaysBefore.join(', ')} days before the end` : 'None'],
    ['When blocked', plan.blockToleranceDays > 0 ? `works on for ${countOf(plan.blockToleranceDays, 'day')}` : 'off'],
    ['After the end', plan.afterExpiry.map(ruleText).join('; ')],
    [
      'Renewal',
      plan.renewal === null ? null : `without a previous license ${countOf(plan.renewal.withoutPreviousDays, 'day')}`,
    ],
    ['Lease', `${countOf(lease.hours, 'hour')}, refreshed after ${lease.refreshHours}${heldText(lease)}`],
    [
      'Owners free',
      `${selfService.releasesPerYear} seats a year, none in its first ${countOf(selfService.cooldownHours, 'hour')}`,
    ],
  ];
  return terms.flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]));
}

function daysOrNull(days: number | null): string | null {
  return days === null ? null : countOf(days, 'day');
}

function heldText({ holdSeatUntilLeaseEnds }: Plan['lease']): string {
  return holdSeatUntilLeaseEnds ? '; a released seat is held until it ends' : '';
}

function productText({ id, minVersion, maxVersion }: Plan['products'][number]): string {
  if (minVersion === undefined && maxVersion === undefined) return id;
  return `${id} (${minVersion ?? 'any version'} to ${maxVersion ?? 'any'})`;
}

function ruleText(rule: Plan['afterExpiry'][number]): string {
  const { platform, osVersionBelow, osVersionFrom, mode, components } = rule;
  const where = [
    platform === undefined ? 'elsewhere' : `on ${platformName(platform)}`,
    ...(osVersionFrom === undefined ? [] : [`from ${osVersionFrom}`]),
    ...(osVersionBelow === undefined ? [] : [`below ${osVersionBelow}`]),
  ].join(' ');
  const parts = Object.entries(components).map(([name, state]) => `${name} ${state}`);
  return `${where} ${mode}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`;
}
