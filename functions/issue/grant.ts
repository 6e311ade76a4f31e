import type { Instant } from '../core/instant.ts';
import type { Plan } from '../core/plan.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { type RepeatableRequest, readRepeatable } from '../http/repeatable.ts';
import { newNonce } from '../runtime/random.ts';
import type { Service } from '../service.ts';
import { revisionName } from '../store/catalog.ts';
import { finishRequest, readRequest, releaseRequest, takeRequest } from '../store/idempotency.ts';
import { type PlainItem, readNumber, readText } from '../store/read-plain.ts';
import { withRetries } from '../store/retry.ts';
import { transact } from '../store/transaction.ts';

/** What new licenses are made from: the same request under the same key gets the same grant for 24 h (R1.5). */
export interface Grant {
  /** Ids and codes are derived from it. */
  readonly nonce: string;
  /** The revision under which they are issued, whatever the plan has become meanwhile. */
  readonly plan: Plan;
  readonly issuedAt: Instant;
  readonly done: boolean;
  /** Whether somebody may have written some of the licenses. */
  readonly resumed: boolean;
  /** Null for a request without a key, which cannot be repeated. */
  readonly repeatable: RepeatableRequest | null;
}

/** An operator's request for licenses of a plan. */
interface Asked {
  readonly actor: { readonly id: string };
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: { readonly plan: string };
  readonly now: Instant;
}

/**
 * Takes the right to write the licenses of a request.
 * @param route names the call
 * @param check refuses what does not fit the plan; asked of a new request only
 * @returns `plan_unknown`, `idempotency_mismatch`, `idempotency_conflict` while somebody else works on it
 */
export async function takeGrant(
  service: Service,
  route: string,
  { body, now, ...request }: Asked,
  check: (plan: Plan) => Refusal | null,
): Promise<Grant | Refusal> {
  const { ledger, licenses, random } = service;
  const repeatable = readRepeatable(await service.secrets(), request, route, body);
  if (isRefusal(repeatable)) return repeatable;
  const known = repeatable === null ? null : await readRequest(ledger, repeatable, now);
  if (isRefusal(known)) return known;
  // The plan as it stands, not as it stood a minute ago: who has just changed it means the change.
  const plan = await licenses.catalog.readNewestPlan(body.plan);
  if (plan === null) return refuse('plan_unknown');
  if (known === null) {
    const refusal = check(plan);
    if (refusal !== null) return refusal;
  }
  const fresh = { n: newNonce(random), r: plan.revision, t: now };
  if (repeatable === null) return toGrant(service, plan, { done: false, resumed: false, content: fresh }, null);
  const taken = await takeRequest(ledger, repeatable, fresh, now);
  return isRefusal(taken) ? taken : toGrant(service, plan, taken, repeatable);
}

async function toGrant(
  { licenses }: Service,
  current: Plan,
  { content, done, resumed }: { readonly content: PlainItem; readonly done: boolean; readonly resumed: boolean },
  repeatable: RepeatableRequest | null,
): Promise<Grant> {
  const named = { id: current.id, revision: readNumber(content, 'r') };
  const plan =
    named.revision === current.revision
      ? current
      : (await licenses.catalog.readRevisions([named])).get(revisionName(named.id, named.revision));
  if (plan === undefined) throw new Error('a revision of a plan that was there is gone');
  return { nonce: readText(content, 'n'), plan, issuedAt: readNumber(content, 't'), done, resumed, repeatable };
}

/**
 * Writes under a grant, unless that was done before. When it fails, the next one who asks goes on at once.
 * @param write must end in the same table however often it is begun
 */
export async function useGrant<T>(service: Service, grant: Grant, now: Instant, write: () => Promise<T>): Promise<T> {
  const { ledger } = service;
  const { repeatable } = grant;
  if (grant.done || repeatable === null) return write();
  try {
    const result = await write();
    await withRetries(() => transact(ledger, [finishRequest(repeatable)]));
    return result;
  } catch (fault) {
    // Only sooner than by its time: if this fails too, the row is free in half a minute.
    await releaseRequest(ledger, repeatable, now).catch(() => undefined);
    throw fault;
  }
}
