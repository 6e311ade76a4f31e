/** What owners, operators and time do. */
import { type Expected, isRefused } from './answers.ts';
import { PLANS } from './catalog.ts';
import { end, expiry, timeEnd, toleratedUntil } from './dates.ts';
import { issue, type Sale } from './issue.ts';
import { forgiveTrial, type Order, operate, operatedBody, type Patch, patch } from './operate.ts';
import { deactivate, releaseSeat } from './release.ts';
import { DAY, HOUR, type ModelActivation, type ModelLicense, type Shop, YEAR } from './shop.ts';
import { planAt, type Step } from './steps.ts';
import { pickFrom, type Table } from './table.ts';

export async function playIssue(table: Table, theme: string, step: Extract<Step, { do: 'issue' }>): Promise<void> {
  const { shop } = table;
  const after = (days: number) => shop.now + days * DAY;
  const sale: Sale = {
    plan: planAt(theme, step.plan),
    ...(step.order !== 0 && { orderedAt: after(step.order) }),
    ...(step.window !== null && { activateBy: after(step.window) }),
    ...(step.notAfter !== null && { notAfter: after(step.notAfter) }),
    ...(step.desktops !== null && { desktops: step.desktops }),
    ...(step.promotion && { promotion: true }),
  };
  const { plan, orderedAt, activateBy, notAfter, desktops, promotion } = sale;
  const seatClass = Object.keys(PLANS[plan].seats)[0] ?? '';
  const at = (name: string, instant: number | undefined) =>
    instant === undefined ? {} : { [name]: new Date(instant).toISOString() };
  const body = {
    plan: PLANS[plan].id,
    quantity: 1,
    ...at('orderedAt', orderedAt),
    ...at('activateBy', activateBy),
    ...at('notAfter', notAfter),
    ...(desktops !== undefined && { seats: { [seatClass]: desktops } }),
    ...(promotion && { promotion }),
  };
  const actual = await table.send('issue', 'POST /v1/codes', { body });
  const [sold] = actual.body.codes as { code: string; licenseId: string }[];
  if (sold === undefined) throw new Error('no code');
  const license = issue(shop, sale, { id: sold.licenseId, code: sold.code });
  table.compare(`issue ${table.nameOf(license)} ${JSON.stringify(sale)}`, { status: 201, body: {} }, actual);
}

export async function playDeactivation(
  table: Table,
  step: Extract<Step, { do: 'deactivate' }>,
): Promise<ModelLicense | null> {
  const one = table.activationAt(step.activation);
  const device = step.foreign ? pickFrom(table.shop.devices, step.activation) : (one?.slot.device ?? null);
  if (one === null || device === null) return null;
  const what = `deactivate ${table.nameOfActivation(one)} from ${device.name}`;
  const expected = deactivate(table.shop, one, device);
  const body = { activationId: one.id, device: { fingerprint: device.fingerprint } };
  table.compare(what, expected, await table.send('deactivate', 'POST /v1/deactivations', { body }));
  return one.license;
}

export async function playRelease(table: Table, step: Extract<Step, { do: 'release' }>): Promise<ModelLicense | null> {
  const one = table.activationAt(step.seat);
  if (one === null) return null;
  const { license, seatId } = one;
  const byOwner = step.by === 'owner';
  const former = step.formerCode && byOwner ? license.formerCodes[0] : undefined;
  const what = `${step.by} frees ${table.nameOfActivation(one)}`;
  const expected = releaseSeat(table.shop, one, byOwner ? 'owner' : 'operator', former !== undefined);
  const actual = byOwner
    ? await table.send('seats', 'POST /v1/seats/release', { body: { code: former ?? license.code, seatId } })
    : await table.send('operate', 'DELETE /v1/licenses/{id}/seats/{seatId}', { path: { id: license.id, seatId } });
  table.compare(what, expected, actual);
  return license;
}

export async function playOrder(table: Table, license: ModelLicense, order: Order, days = 0): Promise<void> {
  const { shop } = table;
  const outcome = operate(shop, license, order, days);
  table.moveTo(shop.now);
  const body = { reason: 'model', ...(order === 'extend' && { days }) };
  const actual = await table.send('operate', `POST /v1/licenses/{id}/${order}`, { path: { id: license.id }, body });
  if (order === 'rotate-code' && !isRefused(outcome)) {
    license.formerCodes.unshift(license.code);
    license.code = String(actual.body.code);
  }
  table.compare(`${order} ${table.nameOf(license)} ${days || ''}`, complete(shop, license, outcome), actual);
}

export async function playPatch(
  table: Table,
  step: Extract<Step, { do: 'resize' | 'limit' | 'confine' }>,
): Promise<ModelLicense> {
  const { shop } = table;
  const license = table.codeAt(step.code);
  const change = changeOf(step, shop.now);
  if (step.do === 'resize' && !(step.seatClass in license.limits)) return license;
  const outcome = patch(shop, license, change);
  table.moveTo(shop.now);
  const sent =
    change.notAfter === undefined ? change : { notAfter: change.notAfter && new Date(change.notAfter).toISOString() };
  const body = { reason: 'model', ...sent };
  const actual = await table.send('licenses', 'PATCH /v1/licenses/{id}', { path: { id: license.id }, body });
  table.compare(`patch ${table.nameOf(license)} ${JSON.stringify(sent)}`, complete(shop, license, outcome), actual);
  return license;
}

function changeOf(step: Extract<Step, { do: 'resize' | 'limit' | 'confine' }>, now: number): Patch {
  if (step.do === 'resize') return { seats: { [step.seatClass]: step.limit } };
  if (step.do === 'confine') return { regions: step.regions };
  return { notAfter: step.days === null ? null : now + step.days * DAY };
}

function complete(shop: Shop, license: ModelLicense, outcome: Expected): Expected {
  return isRefused(outcome) ? outcome : { status: 200, body: operatedBody(shop, license) };
}

export async function playForgiveness(table: Table, one: ModelActivation): Promise<void> {
  const { slot, id } = one;
  const expected = forgiveTrial(slot);
  table.promises.forgive(`${slot.device.name} ${slot.family}`);
  const body = { activationId: id, reason: 'model' };
  const actual = await table.send('operate', 'POST /v1/devices/reset-trial', { body });
  table.compare(`forgive the trial of ${slot.device.name}`, expected, actual);
}

/** Every instant ahead at which some answer changes. */
export function turningPoints({ licenses, activations, now }: Shop): number[] {
  const ofLicenses = licenses.flatMap((license) => [
    expiry(license),
    timeEnd(license),
    end(license),
    toleratedUntil(license),
    license.activateBy ?? 0,
    license.startedAt ?? 0,
    ...license.ownerReleases.map((at) => at + YEAR),
  ]);
  const ofSeats = activations.flatMap(({ heldUntil, countedAt, activatedAt }) => [
    heldUntil ?? 0,
    countedAt + DAY,
    activatedAt + 24 * HOUR,
  ]);
  const ahead = [...ofLicenses, ...ofSeats].filter((at) => at > now + 1 && at < now + 20 * YEAR);
  return [...new Set(ahead)].sort((a, b) => a - b);
}
