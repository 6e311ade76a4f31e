import type { NamedInstruction } from '../core/operate/instructions.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Service } from '../service.ts';
import { readRequest, rememberRequest } from '../store/idempotency.ts';
import { commitOperated } from '../store/operated-license.ts';
import { withRetries } from '../store/retry.ts';
import { readSettled } from '../store/settled-licenses.ts';
import type { BatchRun } from './run.ts';

interface Asked {
  readonly path: { readonly batch: string };
  readonly body: { readonly reason: string };
  readonly actor: { readonly id: string };
  readonly requestId: string;
  readonly now: number;
}

/** What became of one license of a batch. */
export type Outcome = 'changed' | 'unchanged' | 'gone';

/**
 * Carries out an instruction on one license of a batch, once for a run: a repeat finds what it came to and counts the
 * same. A license that refuses, because it is revoked, stays as it is (R9.3).
 */
export async function actOnOne(
  { ledger, licenses }: Service,
  { path, body, actor, requestId, now }: Asked,
  { carryOut }: NamedInstruction,
  { repeat }: BatchRun,
  license: string,
): Promise<Outcome> {
  return withRetries(async () => {
    const [known, read] = await Promise.all([
      repeat && readRequest(ledger, repeat, now, license),
      readSettled(licenses, license, now),
    ]);
    if (isRefusal(known)) throw new Error('a row of a run that is not of this run');
    if (known !== null) return known.content.c === 1 ? 'changed' : 'unchanged';
    // One that is being issued at this moment is listed before it exists.
    if (read === null || read.details?.batch !== path.batch) return 'gone';
    const operated = carryOut(read.license, { now, actor: actor.id, reason: body.reason });
    if (isRefusal(operated)) return 'unchanged';
    const changed = operated.events.length > 0;
    const row = repeat === null ? [] : [rememberRequest(repeat, { c: changed ? 1 : 0 }, now, license)];
    await commitOperated(ledger, read, operated, { actor: actor.id, requestId, now }, row);
    return changed ? 'changed' : 'unchanged';
  });
}
