import type { OperatedLicenseAnswer } from '../../http/schemas/license-answer.ts';
import { readField } from '../shared/form-text.ts';

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
  };
}

function readCustomer(form: HTMLFormElement, before: OperatedLicenseAnswer['customer']): Body {
  const name = readField(form, 'name');
  const email = readField(form, 'email');
  if (name === before?.name && email === before?.email) return {};
  if (name === undefined && email === undefined) return { customer: null };
  return { customer: { ...(name !== undefined && { name }), ...(email !== undefined && { email }) } };
}

/** Limits that differ; an empty field is without limit. */
function readSeats(form: HTMLFormElement, before: OperatedLicenseAnswer['seats']): Body {
  return Object.fromEntries(
    Object.entries(before).flatMap(([seatClass, { limit }]) => {
      const text = readField(form, `seats ${seatClass}`);
      const wanted = text === undefined ? null : Number(text);
      return wanted === limit ? [] : [[seatClass, wanted] as const];
    }),
  );
}
