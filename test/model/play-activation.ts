/** Activations: the request to the service and its answer beside the model's. */
import { type Activated, type Activation, activate } from './activate.ts';
import type { ModelFacts } from './fit.ts';
import { productOf, slotOf } from './shop.ts';
import type { Step } from './steps.ts';
import { pickFrom, type Table } from './table.ts';

type ActivateStep = Extract<Step, { do: 'activate' }>;

export async function playActivation(table: Table, step: ActivateStep): Promise<void> {
  const { shop } = table;
  const code = table.codeAt(step.code);
  const device = pickFrom(shop.devices, step.device);
  const product = productOf(step.product);
  if (device === null || product === null) return;
  const former = step.formerCode ? code.formerCodes[0] : undefined;
  const facts: ModelFacts = {
    product: product.id,
    productVersion: step.version,
    platform: device.platform,
    osVersion: device.osVersion ?? null,
    region: step.region,
  };
  const seats = shop.activations.filter(({ license }) => license === code || step.code > 80);
  const releaseSeat = step.release === null ? null : pickFrom(seats, step.release);
  const request: Activation = {
    code,
    isFormerCode: former !== undefined,
    device,
    product,
    facts,
    replace: step.replace !== null,
    confirmed: null,
    releaseSeat,
    previous: step.previous === null ? null : table.codeAt(step.previous),
    acceptShorterTerm: step.shorter,
  };
  const confirm = await play(table, request, former ?? code.code, undefined);
  if (confirm === undefined) return;
  const slot = slotOf(shop, device, product.family);
  const { front } = slot;
  if (front === null) return;
  const [days, askedAt] = [confirm.days, shop.now];
  // The app asks its user, which takes a while (R6.7).
  table.moveTo(shop.now + (step.replace ?? 0) * 60_000);
  const confirmed = { slot, front, code, days, askedAt };
  await play(table, { ...request, confirmed }, former ?? code.code, confirm.value);
}

/** @returns what is to be confirmed */
async function play(table: Table, request: Activation, typed: string, confirm: string | undefined) {
  const { shop, promises } = table;
  const { code, device, product, facts, releaseSeat, previous } = request;
  const { productVersion, platform, osVersion, region } = facts;
  const body = {
    code: typed,
    product: product.id,
    ...(productVersion !== null && { productVersion }),
    device: { fingerprint: device.fingerprint, platform, name: device.name, ...(osVersion !== null && { osVersion }) },
    ...(region !== null && { region }),
    ...(request.replace && { replace: true }),
    ...(confirm !== undefined && { confirm }),
    ...(releaseSeat !== null && { releaseSeat: releaseSeat.seatId }),
    ...(previous !== null && { previousCode: previous.code }),
    ...(request.acceptShorterTerm && { acceptShorterTerm: true }),
  };
  const parts = [
    `activate ${table.nameOf(code)} on ${device.name} for ${product.id}`,
    request.isFormerCode ? 'by its former code' : '',
    request.replace ? (confirm === undefined ? 'instead' : 'instead, confirmed') : '',
    releaseSeat === null ? '' : `freeing ${table.nameOfActivation(releaseSeat)}`,
    previous === null ? '' : `renewing ${table.nameOf(previous)}`,
    request.acceptShorterTerm ? 'or shorter' : '',
  ];
  const { answer, activation }: Activated = activate(shop, request);
  const actual = await table.send('activate', 'POST /v1/activations', { body });
  if (activation !== null && activation.id === '') {
    activation.id = String(actual.body.activationId);
    activation.seatId = String(actual.body.seatId);
  }
  table.compare(parts.filter((one) => one !== '').join(', '), answer(shop), actual);
  if (activation !== null && actual.body.role === 'active') {
    promises.inForce(`${device.name} ${product.family}`, { id: code.id, kind: code.plan.kind }, actual.status === 201);
  }
  if (actual.body.code !== 'replacement_confirmation_required') return undefined;
  return { value: String(actual.body.confirm), days: actual.body.forfeitedDays as number | null };
}
