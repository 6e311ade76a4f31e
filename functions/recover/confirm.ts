import { formatCode } from '../core/code.ts';
import type { License } from '../core/license.ts';
import { rotateCode } from '../core/operate/amend.ts';
import { operate } from '../core/operate/instruction.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { confirmRecovery } from '../http/contracts/owner.ts';
import { licenseBody } from '../http/license-body.ts';
import type { HttpRequest } from '../http/route.ts';
import type { RecoveredAnswer } from '../http/schemas/device-answer.ts';
import { storedCode } from '../runtime/derived-code.ts';
import { hashRecoveryToken } from '../runtime/hashing.ts';
import type { Service } from '../service.ts';
import { codeWrite, readLicenseOf } from '../store/code-item.ts';
import { commitOperated } from '../store/operated-license.ts';
import { readRecovery, spendWrite } from '../store/recoveries.ts';
import { withRetries } from '../store/retry.ts';
import { countSettledSeats } from '../store/settled-counts.ts';
import { readSettled } from '../store/settled-licenses.ts';

/** Random bytes that a code is made of; more than it needs. */
const CODE_BYTES = 16;

const REASON = 'recovered by its owner';

/**
 * `POST /v1/recoveries/confirm`: spends a token for a new code, which is shown this once (R12.2). A token is for the code
 * that the license had when it was mailed: after another rotation it is as good as spent.
 */
export async function confirm(
  service: Service,
  { body, now, requestId }: HttpRequest<typeof confirmRecovery>,
): Promise<HttpAnswer | Refusal> {
  const { ledger, licenses, random } = service;
  const secrets = await service.secrets();
  const tokenHash = hashRecoveryToken(secrets, body.token);
  // One code for all tries: a try whose answer was lost is known again by it, although its token is spent.
  const code = formatCode(random.bytes(CODE_BYTES));
  const { hint, hash } = storedCode(secrets, code);
  return withRetries(async (again): Promise<HttpAnswer | Refusal> => {
    const answer = async (license: License): Promise<HttpAnswer> => {
      const shown: RecoveredAnswer = {
        code,
        license: licenseBody(await countSettledSeats(licenses, license, now), now),
      };
      return { status: 200, body: shown };
    };
    const recovery = await readRecovery(ledger, tokenHash, now);
    const settled = recovery === null ? null : await readSettled(licenses, recovery.license, now);
    if (recovery === null || settled === null || settled.license.codeVersion !== recovery.codeVersion) {
      const mine = again ? await readLicenseOf(ledger, hash) : null;
      const done = mine === null ? null : await readSettled(licenses, mine, now);
      return done === null ? refuse('recovery_token_invalid') : answer(done.license);
    }
    const operated = operate(settled.license, { now, actor: 'owner', reason: REASON }, rotateCode(hint));
    // A revoked license has no use for a code (R9.3).
    if (isRefusal(operated)) return refuse('recovery_token_invalid');
    const extra = [spendWrite(recovery), codeWrite(operated.license, hash)];
    await commitOperated(ledger, settled, operated, { actor: 'owner', requestId, now }, extra);
    return answer(operated.license);
  });
}
