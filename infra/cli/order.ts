import type { Given, Options } from './command.ts';
import { readPairs, readWhole } from './values.ts';

const MAX_SEATS = 100_000;

/** What a license may be issued with beyond its plan. */
export const ORDER_OPTIONS = {
  batch: { type: 'string', value: 'BATCH', help: 'the batch of the licenses; a new one when not named' },
  order: { type: 'string', value: 'ORDER', help: 'the order they belong to' },
  email: { type: 'string', value: 'ADDRESS', help: "the customer's address" },
  customer: { type: 'string', value: 'NAME', help: "the customer's name" },
  'ordered-at': { type: 'string', value: 'INSTANT', help: 'when they were ordered, as 2026-11-24T11:00:00Z' },
  'activate-by': { type: 'string', value: 'INSTANT', help: 'the last instant of the first activation' },
  'not-after': { type: 'string', value: 'INSTANT', help: 'the end that no term goes beyond' },
  seats: { type: 'string', multiple: true, value: 'CLASS=N', help: 'other seats than the plan has; N or unlimited' },
  region: { type: 'string', multiple: true, value: 'REGION', help: 'only there' },
  entitlement: { type: 'string', multiple: true, value: 'NAME', help: "these entitlements instead of the plan's" },
  metadata: { type: 'string', multiple: true, value: 'NAME=TEXT', help: 'what is kept with the licenses' },
  promotion: { type: 'boolean', help: 'licenses that were given away' },
} as const satisfies Options;

/** The part of `POST /v1/codes` that these options say. */
export function readOrder(
  options: Given<typeof ORDER_OPTIONS>,
): Readonly<Record<string, unknown>> & { batch?: string } {
  const { batch, order, email, customer: name, seats, region, entitlement, metadata, promotion } = options;
  const customer = { ...(email !== undefined && { email }), ...(name !== undefined && { name }) };
  const { 'ordered-at': orderedAt, 'activate-by': activateBy, 'not-after': notAfter } = options;
  return {
    ...(batch !== undefined && { batch }),
    ...(order !== undefined && { orderId: order }),
    ...(Object.keys(customer).length > 0 && { customer }),
    ...(orderedAt !== undefined && { orderedAt }),
    ...(activateBy !== undefined && { activateBy }),
    ...(notAfter !== undefined && { notAfter }),
    ...(seats !== undefined && { seats: readSeats(seats) }),
    ...(region !== undefined && { regions: region }),
    ...(entitlement !== undefined && { entitlements: entitlement }),
    ...(metadata !== undefined && { metadata: readPairs('--metadata', metadata) }),
    ...(promotion === true && { promotion }),
  };
}

function readSeats(given: readonly string[]): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    Object.entries(readPairs('--seats', given)).map(([seatClass, text]) => [
      seatClass,
      text === 'unlimited' ? null : readWhole('--seats', text, MAX_SEATS),
    ]),
  );
}
