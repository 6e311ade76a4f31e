import type { NamedInstruction } from '../core/operate/instructions.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { actOnLicense } from '../http/contracts/licenses.ts';
import { operatedLicenseBody } from '../http/license-body.ts';
import { ownKey, readRepeatable } from '../http/repeatable.ts';
import type { HttpRequest } from '../http/route.ts';
import { hashRequest } from '../runtime/hashing.ts';
import type { Service } from '../service.ts';
import { readRequest, rememberRequest } from '../store/idempotency.ts';
import { commitOperated } from '../store/operated-license.ts';
import { withRetries } from '../store/retry.ts';
import { countSettledSeats } from '../store/settled-counts.ts';
import { readSettled, type SettledLicense } from '../store/settled-licenses.ts';

/** `extend` has days beside the reason; they are in the instruction itself. */
type Request = Omit<HttpRequest<typeof actOnLicense>, 'body'> & { readonly body: { readonly reason: string } };

/**
 * `POST /v1/licenses/{id}/…`: carries out an instruction with its audit entry in one transaction, and once for an
 * `Idempotency-Key`: of two equal requests at once one does it and the other finds it done (R7.5). An instruction that
 * must not be carried out twice has a row also without a key: by it a try whose answer was lost is known again.
 */
export async function act(
  service: Service,
  request: Request,
  { name, carryOut, countsTwice }: NamedInstruction,
): Promise<HttpAnswer | Refusal> {
  const { path, body, now, actor, requestId } = request;
  const secrets = await service.secrets();
  const route = `${name} ${path.id}`;
  const given = readRepeatable(secrets, request, route, body);
  if (isRefusal(given)) return given;
  const own = { actor: actor.id, key: ownKey(service.random), hash: hashRequest(secrets, route, body) };
  const repeat = given ?? (countsTwice ? own : null);
  const settled = await withRetries(async (again): Promise<SettledLicense | Refusal> => {
    const [known, read] = await Promise.all([
      given !== null || again ? repeat && readRequest(service.ledger, repeat, now) : null,
      readSettled(service.licenses, path.id, now),
    ]);
    if (isRefusal(known)) return known;
    if (read === null) return refuse('not_found');
    // The license that was read beside the row may be older than what the row tells of.
    if (known !== null) return (await readSettled(service.licenses, path.id, now)) ?? read;
    const operated = carryOut(read.license, { now, actor: actor.id, reason: body.reason });
    if (isRefusal(operated)) return operated;
    const extra = repeat === null ? [] : [rememberRequest(repeat, {}, now)];
    await commitOperated(service.ledger, read, operated, { actor: actor.id, requestId, now }, extra);
    return { ...read, license: operated.license };
  });
  if (isRefusal(settled)) return settled;
  const license = await countSettledSeats(service.licenses, settled.license, now);
  return { status: 200, body: operatedLicenseBody(license, settled.details, now) };
}
