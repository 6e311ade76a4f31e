import type { OperatedLicenseAnswer } from '../../http/schemas/license-answer.ts';
import { readField, readList } from '../shared/form-text.ts';

type Body = Readonly<Record<string, unknown>>;

/** The body of `PATCH`: what a form says otherwise than the license; null takes a value away. */
export function readChange(form: HTMLFormElement, license: OperatedLicenseAnswer): Body {
  const order = readField(form, 'orderId') ?? null;
  const day = readField(form, 'notAfter');
  const seats = readSeats(form, license.seats);
  return {
    reason: readField(form, 'reason') ?? '',
    ...readCustomer(form, license.customer),
    ...(order !== license.orderId && { orderId: order }),
    ...(day !== license.notAfter?.slice(0, 10) && { notAfter: day === undefined ? null : `${day}T00:00:00.000Z` }),
    ...(Object.keys(seats).length > 0 && { seats }),
    ...readPlan(form, license),
    ...readTerms(form, license),
  };
}

/** An empty field leaves the license its plan: there is none without. */
function readPlan(form: HTMLFormElement, { plan }: OperatedLicenseAnswer): Body {
  const wanted = readField(form, 'plan') ?? plan;
  return wanted === plan ? {} : { plan: wanted };
}

/** Lists are compared as they stand in the form: what has a comma in it is not taken apart unless somebody writes. */
function readTerms(form: HTMLFormElement, license: OperatedLicenseAnswer): Body {
  const before = writeTerms(license);
  const changed = (name: keyof typeof before) => (readField(form, name) ?? '') !== before[name].trim();
  return {
    ...(changed('regions') && { regions: readList(form, 'regions') ?? null }),
    ...(changed('entitlements') && { entitlements: readList(form, 'entitlements') ?? [] }),
    ...(changed('metadata') && {
      metadata: Object.fromEntries((readList(form, 'metadata', '\n') ?? []).map(readPair)),
    }),
  };
}

/** What the fields of the form show at first. */
export function writeTerms({ regions, entitlements, metadata }: OperatedLicenseAnswer) {
  return {
    regions: (regions ?? []).join(', '),
    entitlements: entitlements.join(', '),
    metadata: Object.entries(metadata)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  };
}

function readPair(line: string): readonly [string, string] {
  const end = line.indexOf('=');
  return end < 0 ? [line, ''] : [line.slice(0, end).trim(), line.slice(end + 1).trim()];
}

function readCustomer(form: HTMLFormElement, before: OperatedLicenseAnswer['customer']): Body {
  const name = readField(form, 'name');
  const email = readField(form, 'email');
  if (name === before?.name && email === before?.email) return {};
  if (name === undefined && email === undefined) return { customer: null };
  return { customer: { ...(name !== undefined && { name }), ...(email !== undefined && { email }) } };
}

/** Limits that differ; only a checked box takes a limit away, as an empty field may be a slip. */
function readSeats(form: HTMLFormElement, before: OperatedLicenseAnswer['seats']): Body {
  return Object.fromEntries(
    Object.entries(before).flatMap(([seatClass, { limit }]) => {
      const isUnlimited = readField(form, `unlimited ${seatClass}`) !== undefined;
      const wanted = isUnlimited ? null : Number(readField(form, `seats ${seatClass}`) ?? limit);
      return wanted === limit ? [] : [[seatClass, wanted] as const];
    }),
  );
}
