/** Validations by id and by code, and lists of seats. */
import { type Expected, licenseBody, refused, seatBody } from './answers.ts';
import type { Answer } from './lane.ts';
import { type ModelActivation, type ModelLicense, occupants, productOf, slotOf } from './shop.ts';
import type { Step } from './steps.ts';
import { pickFrom, type Table } from './table.ts';
import { type Question, validate } from './validate.ts';

const DAY = 86_400_000;

/** Asks by id and, from the same device for the same product, by code. */
export async function playValidation(table: Table, step: Extract<Step, { do: 'validate' }>): Promise<void> {
  const { shop } = table;
  const one = table.activationAt(step.activation);
  if (one === null) return;
  const device = step.foreign ? pickFrom(shop.devices, step.activation) : one.slot.device;
  if (device === null) return;
  const product = productOf(step.product ?? undefined);
  const contentDate = step.content === null ? null : shop.now + step.content * DAY;
  const { version, region, osVersion } = step;
  const claims = {
    ...(product !== null && { product: product.id }),
    ...(version !== null && { productVersion: version }),
    ...(region !== undefined && { region }),
    ...(osVersion !== undefined && { osVersion }),
  };
  const question = { about: one, device, slot: one.slot, product, claims, contentDate };
  const byId = await ask(table, question, { activationId: one.id }, `validate ${table.nameOfActivation(one)}`);
  // By code a product has to be named, and only who is here is asked about again.
  const isHere = device === one.slot.device && one.standing !== 'replaced' && one.standing !== 'released';
  if (!isHere || product?.family !== one.slot.family) return;
  const again = { ...question, about: one.license };
  const byCode = await ask(table, again, { code: one.license.code }, `validate ${table.nameOf(one.license)} there`);
  table.promises.agree(byId, byCode);
}

/** Asks by a code, also for a device that never had it. */
export async function playQuestion(table: Table, step: Extract<Step, { do: 'ask' }>): Promise<void> {
  const { shop } = table;
  const device = pickFrom(shop.devices, step.device);
  const product = productOf(step.product);
  if (device === null || product === null) return;
  const license = table.codeAt(step.code);
  const slot = slotOf(shop, device, product.family);
  const question = { about: license, device, slot, product, claims: { product: product.id }, contentDate: null };
  const code = (step.formerCode ? license.formerCodes[0] : undefined) ?? license.code;
  await ask(table, question, { code }, `validate ${table.nameOf(license)} on ${device.name} for ${product.id}`);
}

async function ask(
  table: Table,
  question: Question,
  about: { readonly activationId: string } | { readonly code: string },
  what: string,
): Promise<Answer> {
  const { device, claims, contentDate } = question;
  const { osVersion, ...others } = claims;
  const body = {
    ...about,
    ...others,
    ...(contentDate !== null && { contentDate: new Date(contentDate).toISOString() }),
    device: { fingerprint: device.fingerprint, ...(osVersion !== undefined && { osVersion }) },
  };
  const expected = validate(table.shop, question);
  const actual = await table.send('validate', 'POST /v1/validations', { body });
  table.compare(`${what}, ${JSON.stringify({ ...others, contentDate })}`, expected, actual);
  return actual;
}

/** Validates an activation as its own device does. */
export function check(table: Table, one: ModelActivation): Promise<Answer> {
  const { slot } = one;
  const question = { about: one, device: slot.device, slot, product: null, claims: {}, contentDate: null };
  return ask(table, question, { activationId: one.id }, `check ${table.nameOfActivation(one)}`);
}

/** The owner's list: as many seats as are counted, each as the model has it. */
export async function look(table: Table, license: ModelLicense, former?: string): Promise<void> {
  const { shop } = table;
  const seats = occupants(shop, license).map((one) => seatBody(shop, one));
  const expected: Expected =
    former === undefined
      ? { status: 200, body: { license: licenseBody(shop, license), seats: seats.toSorted(bySeat), next: null } }
      : refused('code_rotated');
  const { status, body } = await table.send('seats', 'POST /v1/seats', { body: { code: former ?? license.code } });
  const listed = Array.isArray(body.seats) ? { seats: body.seats.toSorted(bySeat) } : {};
  table.compare(`list seats of ${table.nameOf(license)}`, expected, { status, body: { ...body, ...listed } });
}

function bySeat(a: { readonly seatId: string }, b: { readonly seatId: string }): number {
  return a.seatId < b.seatId ? -1 : 1;
}
