import { Draft } from '../core/draft.ts';
import { HOUR, type Instant } from '../core/instant.ts';
import type { License } from '../core/license.ts';
import { visit } from '../core/sweep.ts';
import { handoverAt } from '../core/take-over.ts';
import type { KeylessService } from '../service.ts';
import type { Authorship } from '../store/audit-item.ts';
import { commit } from '../store/commit.ts';
import { withRetries } from '../store/retry.ts';
import { readSurroundings } from '../store/surroundings.ts';
import { type Count, persistTakeOvers } from '../store/take-overs.ts';

/** When the sweep looks again for a reserve that may not take over yet, such as a blocked one (R6.3). */
const RECHECK = HOUR;

/**
 * Does what is due for a license: first the take-overs behind it, a transaction each, then its own events together with
 * the next due instant, so that a sweep that is killed in between starts here again (R13.1). An extension in between
 * changes the license's version and wins (R13.3).
 * @param known the license as a strong read just found it, together with others of its page; any later try reads anew
 * @returns whether anything was due
 */
export async function visitLicense(
  service: KeylessService,
  id: string,
  authorship: Authorship,
  count: Count,
  known?: License,
): Promise<boolean> {
  const { now } = authorship;
  return withRetries(async (again) => {
    const read = (again ? undefined : known) ?? (await service.licenses.read([id], true)).get(id);
    if (read === undefined || read.due === null || read.due > now) return false;
    // The end of a license in front may have started it long ago, whoever of the two is visited first (R6.4).
    const draft = new Draft(now, await readSurroundings(service.licenses, new Map([[id, read]]), [id], true));
    const license = draft.license(id);
    const waiting = isHandingOver(license, now) ? await persistTakeOvers(service, license, authorship, count) : false;
    const visited = visit(license, now);
    const recheckAt = waiting ? now + RECHECK : null;
    draft.change(id, () => ({ ...visited.license, recheckAt }));
    for (const event of visited.events) draft.record(event);
    const transition = draft.close();
    await commit(service.ledger, transition, authorship);
    count(transition);
    return true;
  });
}

function isHandingOver(license: License, now: Instant): boolean {
  const at = handoverAt(license, Number.NEGATIVE_INFINITY);
  return at !== null && at <= now;
}
