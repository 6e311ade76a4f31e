import { readField } from '../shared/form-text.ts';

/** What the form of the issue page asks for, as `POST /v1/codes` takes it: what is empty is left out. */
export function readOrder(form: HTMLFormElement): Readonly<Record<string, unknown>> {
  const customer = definedOf({ name: readField(form, 'name'), email: readField(form, 'email') });
  const seats = readSeats(form);
  return definedOf({
    plan: readField(form, 'plan'),
    quantity: Number(readField(form, 'quantity')),
    batch: readField(form, 'batch'),
    customer: Object.keys(customer).length > 0 ? customer : undefined,
    orderId: readField(form, 'orderId'),
    activateBy: readDay(form, 'activateBy'),
    notAfter: readDay(form, 'notAfter'),
    seats: Object.keys(seats).length > 0 ? seats : undefined,
    promotion: readField(form, 'promotion') === undefined ? undefined : true,
  });
}

function readDay(form: HTMLFormElement, name: string): string | undefined {
  const day = readField(form, name);
  return day === undefined ? undefined : `${day}T00:00:00.000Z`;
}

/** Fields named `seats <class>`. */
function readSeats(form: HTMLFormElement): Readonly<Record<string, number>> {
  const names = [...new FormData(form).keys()].filter((name) => name.startsWith('seats '));
  return Object.fromEntries(
    names.flatMap((name) => {
      const limit = readField(form, name);
      return limit === undefined ? [] : [[name.slice('seats '.length), Number(limit)] as const];
    }),
  );
}

function definedOf(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
