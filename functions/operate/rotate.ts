import type { License } from '../core/license.ts';
import { rotateCode } from '../core/operate/amend.ts';
import { operate } from '../core/operate/instruction.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { actOnLicense } from '../http/contracts/licenses.ts';
import { operatedLicenseBody } from '../http/license-body.ts';
import { readRepeatable } from '../http/repeatable.ts';
import type { HttpRequest } from '../http/route.ts';
import type { RotatedLicenseAnswer } from '../http/schemas/license-answer.ts';
import { deriveCode, storedCode } from '../runtime/derived-code.ts';
import { newNonce } from '../runtime/random.ts';
import type { Service } from '../service.ts';
import { codeWrite, readLicenseOf } from '../store/code-item.ts';
import { readRequest, rememberRequest } from '../store/idempotency.ts';
import { commitOperated } from '../store/operated-license.ts';
import { readText } from '../store/read-plain.ts';
import { withRetries } from '../store/retry.ts';
import { countSettledSeats } from '../store/settled-counts.ts';
import { readSettled } from '../store/settled-licenses.ts';

/** Where the row of an idempotency key keeps what its code was derived from. */
const NONCE = 'n';

/**
 * `POST /v1/licenses/{id}/rotate-code`: the new code leaves once, and again to the same key within 24 h (R1.5): it is
 * derived from the issue secret and a nonce that only the row of the key holds.
 */
export async function rotate(
  service: Service,
  request: HttpRequest<typeof actOnLicense>,
): Promise<HttpAnswer | Refusal> {
  const { path, body, now, actor, requestId } = request;
  const { ledger } = service;
  const secrets = await service.secrets();
  const codeOf = (nonce: string) => deriveCode(secrets, nonce, `rotation ${path.id}`);
  const repeat = readRepeatable(secrets, request, `rotate-code ${path.id}`, body);
  if (isRefusal(repeat)) return repeat;
  // One nonce for all tries: a try whose answer was lost is known again by its code.
  const nonce = newNonce(service.random);
  return withRetries(async (again): Promise<HttpAnswer | Refusal> => {
    const [known, read] = await Promise.all([
      repeat && readRequest(ledger, repeat, now),
      readSettled(service.licenses, path.id, now),
    ]);
    if (isRefusal(known)) return known;
    if (read === null) return refuse('not_found');
    const answer = async (license: License, code: string): Promise<HttpAnswer> => {
      const counted = await countSettledSeats(service.licenses, license, now);
      const shown: RotatedLicenseAnswer = { ...operatedLicenseBody(counted, read.details, now), code };
      return { status: 200, body: shown };
    };
    // The license that was read beside the row may be older than what the row tells of.
    const readAgain = async () => (await readSettled(service.licenses, path.id, now))?.license ?? read.license;
    if (known !== null) return answer(await readAgain(), codeOf(readText(known.content, NONCE)));
    const code = codeOf(nonce);
    const { hint, hash } = storedCode(secrets, code);
    if (again && (await readLicenseOf(ledger, hash)) !== null) return answer(await readAgain(), code);
    const operated = operate(read.license, { now, actor: actor.id, reason: body.reason }, rotateCode(hint));
    if (isRefusal(operated)) return operated;
    const row = repeat === null ? [] : [rememberRequest(repeat, { [NONCE]: nonce }, now)];
    const extra = [codeWrite(operated.license, hash), ...row];
    await commitOperated(ledger, read, operated, { actor: actor.id, requestId, now }, extra);
    return answer(operated.license, code);
  });
}
