import type { NamedInstruction } from '../core/operate/instructions.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { actOnBatch } from '../http/contracts/licenses.ts';
import type { HttpRequest } from '../http/route.ts';
import type { BatchAnswer } from '../http/schemas/license-answer.ts';
import type { Secrets } from '../runtime/secrets.ts';
import { Unavailable } from '../runtime/unavailable.ts';
import type { Service } from '../service.ts';
import { chunksOf } from '../store/parallel.ts';
import { type Pointer, readPointers } from '../store/pointers.ts';
import { actOnOne } from './act-on-one.ts';
import { type BatchRun, nextOfRun, openRun } from './run.ts';

type Request = Omit<HttpRequest<typeof actOnBatch>, 'body'> & {
  readonly body: { readonly reason: string; readonly cursor?: string | null };
};

/** Licenses that one answer deals with at most, and how many at a time. */
const PAGE = 100;
const AT_ONCE = 8;

/** Time after which no more licenses are begun, in milliseconds; the gateway waits 30 s. */
const BUDGET = 6000;

/**
 * `POST /v1/batches/{batch}/…`: each license in a transaction of its own. What does not fit in one answer, or meets a
 * fault on the way, is left to the next: its cursor begins where this one stopped.
 */
export async function actOnAll(
  service: Service,
  request: Request,
  instruction: NamedInstruction,
): Promise<HttpAnswer | Refusal> {
  const secrets = await service.secrets();
  const run = await openRun(service, secrets, request, instruction);
  if (isRefusal(run)) return run;
  const list = { of: 'batch', batch: request.path.batch } as const;
  const page = await readPointers(service.ledger, list, { after: run.place, limit: PAGE });
  if (page.pointers.length === 0 && run.place === null) return refuse('not_found');
  const done = await workThrough(service, request, instruction, run, page.pointers);
  return { status: 200, body: answerOf(secrets, run, done, page.next) };
}

interface Progress {
  matched: number;
  changed: number;
  /** Behind the last license of which this is known. */
  place: string | null;
  finished: boolean;
}

async function workThrough(
  service: Service,
  request: Request,
  instruction: NamedInstruction,
  run: BatchRun,
  pointers: readonly Pointer[],
): Promise<Progress> {
  const begun = performance.now();
  const progress: Progress = { matched: 0, changed: 0, place: run.place, finished: false };
  for (const chunk of chunksOf(pointers, AT_ONCE)) {
    if (performance.now() - begun > BUDGET) return progress;
    const outcomes = await Promise.allSettled(
      chunk.map(({ license }) => actOnOne(service, request, instruction, run, license)),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) {
      // What was done before is told: without a key of the client only the cursor keeps it from being done twice.
      if (failed.reason instanceof Unavailable && (progress.matched > 0 || !run.given)) return progress;
      throw failed.reason;
    }
    for (const outcome of outcomes) {
      if (outcome.status !== 'fulfilled' || outcome.value === 'gone') continue;
      progress.matched += 1;
      if (outcome.value === 'changed') progress.changed += 1;
    }
    progress.place = chunk.at(-1)?.at ?? progress.place;
  }
  progress.finished = true;
  return progress;
}

function answerOf(secrets: Secrets, run: BatchRun, progress: Progress, pageEnd: string | null): BatchAnswer {
  const { matched, changed, finished, place } = progress;
  const next = finished && pageEnd === null ? null : nextOfRun(secrets, run, place);
  return { matched, changed, next };
}
