import { isDeepStrictEqual } from 'node:util';
import { findLargeClassMistakes } from '../core/large-classes.ts';
import type { License, LicenseDetails } from '../core/license.ts';
import type { Mistake } from '../core/mistake.ts';
import { type Amendment, amend } from '../core/operate/amend.ts';
import { operate } from '../core/operate/instruction.ts';
import type { Plan } from '../core/plan.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { patchLicense } from '../http/contracts/licenses.ts';
import { operatedLicenseBody } from '../http/license-body.ts';
import { refuseMistakes } from '../http/mistakes.ts';
import type { HttpRequest } from '../http/route.ts';
import type { LicensePatch } from '../http/schemas/license-request.ts';
import { hashEmail, hashOrder } from '../runtime/hashing.ts';
import type { Secrets } from '../runtime/secrets.ts';
import type { Service } from '../service.ts';
import { changeDetails } from '../store/license-details.ts';
import { commitOperated } from '../store/operated-license.ts';
import { type Pointed, pointerMoves } from '../store/pointers.ts';
import { withRetries } from '../store/retry.ts';
import { countSettledSeats } from '../store/settled-counts.ts';
import { readSettled } from '../store/settled-licenses.ts';
import { persistTakeOversBy } from '../store/take-overs.ts';

type Request = HttpRequest<typeof patchLicense>;

/** `PATCH /v1/licenses/{id}`: changes, details and the lists that they stand in, together; null takes a value away. */
export async function patch(service: Service, request: Request): Promise<HttpAnswer | Refusal> {
  const { path, body, now, actor, requestId } = request;
  const plan = body.plan === undefined ? undefined : await service.licenses.catalog.readNewestPlan(body.plan);
  if (plan === null) return refuse('plan_unknown');
  const secrets = await service.secrets();
  if (plan !== undefined || body.regions !== undefined) {
    await persistTakeOversBy(service, path.id, { actor: actor.id, requestId, now });
  }
  const patched = await withRetries(() => attempt(service, secrets, request, plan));
  if (isRefusal(patched)) return patched;
  const license = await countSettledSeats(service.licenses, patched.license, now);
  return { status: 200, body: operatedLicenseBody(license, patched.details, now) };
}

async function attempt(
  { licenses, ledger }: Service,
  secrets: Secrets,
  { path, body, now, actor, requestId }: Request,
  plan: Plan | undefined,
): Promise<{ readonly license: License; readonly details: LicenseDetails | null } | Refusal> {
  const settled = await readSettled(licenses, path.id, now);
  if (settled === null) return refuse('not_found');
  const { license, details } = settled;
  const amendment = amendmentOf(body, plan);
  const next = amendDetails(details, body);
  const changed = detailsChanged(body).filter((name) => !isDeepStrictEqual(details?.[name], next?.[name]));
  if (Object.keys(amendment).length + changed.length === 0) return { license, details };
  const mistakes = refuseMistakes(findSeatMistakes(license, plan ?? license.plan, body.seats ?? {}));
  if (mistakes !== null) return mistakes;
  const instruction = { now, actor: actor.id, reason: body.reason };
  const operated = operate(license, instruction, amend(amendment, changed));
  if (isRefusal(operated)) return operated;
  const extra =
    details === null || next === null || changed.length === 0
      ? []
      : [
          changeDetails(license.id, details, next),
          ...pointerMoves(pointed(secrets, license, details), pointed(secrets, license, next)),
        ];
  await commitOperated(ledger, settled, operated, { actor: actor.id, requestId, now }, extra);
  return { license: operated.license, details: next };
}

/** Seats of classes that neither the plan nor the license has, and too many large classes (R4.6). */
function findSeatMistakes(license: License, plan: Plan, seats: NonNullable<LicensePatch['seats']>): readonly Mistake[] {
  const own = Object.entries(license.seats);
  const base = plan === license.plan ? Object.fromEntries(own.map(([name, { counter }]) => [name, counter.limit])) : {};
  // A class that is counted in shards stays so, however few seats it has.
  const sharded = Object.fromEntries(own.filter(([, pool]) => pool.sharded).map(([name]) => [name, null]));
  const foreign = Object.keys(seats).filter(
    (name) => !(Object.hasOwn(plan.seats, name) || Object.hasOwn(license.seats, name)),
  );
  const detail = `The plan ${plan.id} has no seats of this class.`;
  // One that has too many from before can have its other terms changed.
  const isResized = plan !== license.plan || Object.keys(seats).length > 0;
  return [
    ...foreign.map((name) => ({ path: ['seats', name], detail })),
    ...(isResized ? findLargeClassMistakes({ ...plan.seats, ...base, ...seats, ...sharded }) : []),
  ];
}

/** What of a patch is about the license itself; what was not sent has no name in it. */
function amendmentOf({ seats, notAfter, regions, entitlements, metadata }: LicensePatch, plan?: Plan): Amendment {
  return {
    ...(seats !== undefined && { seats }),
    ...(notAfter !== undefined && { notAfter }),
    ...(regions !== undefined && { regions }),
    ...(entitlements !== undefined && { entitlements }),
    ...(metadata !== undefined && { metadata }),
    ...(plan !== undefined && { plan }),
  };
}

/** The audit tells that these have changed, never to what (R14.1). */
function detailsChanged({ customer, orderId }: LicensePatch): readonly ('customer' | 'orderId')[] {
  return [
    ...(customer === undefined ? [] : ['customer' as const]),
    ...(orderId === undefined ? [] : ['orderId' as const]),
  ];
}

function amendDetails(details: LicenseDetails | null, { customer, orderId }: LicensePatch): LicenseDetails | null {
  if (details === null) return null;
  return {
    ...details,
    ...(customer !== undefined && { customer }),
    ...(orderId !== undefined && { orderId }),
  };
}

function pointed(secrets: Secrets, license: License, { batch, customer, orderId }: LicenseDetails): Pointed {
  const email = customer?.email?.toLowerCase();
  return {
    license,
    batch,
    emailHash: email === undefined ? null : hashEmail(secrets, email),
    orderHash: orderId === null ? null : hashOrder(secrets, orderId),
  };
}
