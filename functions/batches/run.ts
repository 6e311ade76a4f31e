import type { NamedInstruction } from '../core/operate/instructions.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { nextCursor, readPlace } from '../http/page-cursor.ts';
import { ownKey, type RepeatableRequest, readRepeatable } from '../http/repeatable.ts';
import { hashRequest } from '../runtime/hashing.ts';
import type { Secrets } from '../runtime/secrets.ts';
import type { Service } from '../service.ts';
import { noteRequest } from '../store/idempotency.ts';

/** One run over a batch, from its first answer to its last. */
export interface BatchRun {
  /** Names the run in its cursors. */
  readonly list: string;
  /** Behind which license this answer begins. */
  readonly place: string | null;
  /** Under which each license is dealt with once; null where doing it twice is no harm. */
  readonly repeat: RepeatableRequest | null;
  /** Whether the client gave the key; otherwise the run has made one, which is in its cursors. */
  readonly given: boolean;
}

interface RunRequest {
  readonly path: { readonly batch: string };
  readonly body: { readonly reason: string; readonly cursor?: string | null };
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly actor: { readonly id: string };
  readonly now: number;
}

/**
 * Opens a run, or goes on with one. All answers of a run may carry one `Idempotency-Key`, or each its own: what tells
 * requests apart is the instruction, not the cursor. Without a key an instruction that must not be carried out twice
 * gets one, which travels in the cursors.
 */
export async function openRun(
  service: Service,
  secrets: Secrets,
  request: RunRequest,
  instruction: NamedInstruction,
): Promise<BatchRun | Refusal> {
  const { path, now, actor } = request;
  const { cursor, ...asked } = request.body;
  const route = `batch ${instruction.name} ${path.batch}`;
  const list = `${route} ${hashRequest(secrets, route, asked)}`;
  const start = readPlace(secrets, list, cursor);
  if (isRefusal(start)) return start;
  const [own, place] = splitPlace(start.place);
  const given = readRepeatable(secrets, request, route, asked);
  if (isRefusal(given)) return given;
  const hash = hashRequest(secrets, route, asked);
  if (own !== null) return { list, place, repeat: { actor: actor.id, key: own, hash }, given: false };
  if (given !== null) {
    const refused = await noteRequest(service.ledger, given, now);
    return refused ?? { list, place, repeat: given, given: true };
  }
  const key = ownKey(service.random);
  return { list, place, repeat: instruction.countsTwice ? { actor: actor.id, key, hash } : null, given: false };
}

/** The `next` of an answer: where the run goes on, and under which key of its own. */
export function nextOfRun(secrets: Secrets, { list, repeat, given }: BatchRun, place: string | null): string | null {
  const own = repeat === null || given ? '' : repeat.key;
  return nextCursor(secrets, list, `${own}|${place ?? ''}`);
}

function splitPlace(place: string | null): readonly [own: string | null, place: string | null] {
  if (place === null) return [null, null];
  const at = place.indexOf('|');
  return [place.slice(0, at) || null, place.slice(at + 1) || null];
}
