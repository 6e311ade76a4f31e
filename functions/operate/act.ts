import type { CarryOut } from '../core/operate/orders.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { actOnLicense } from '../http/contracts/licenses.ts';
import { operatedLicenseBody } from '../http/license-body.ts';
import { readRepeatable } from '../http/repeatable.ts';
import type { HttpRequest } from '../http/route.ts';
import type { Service } from '../service.ts';
import { readRequest, rememberRequest } from '../store/idempotency.ts';
import { commitOperated } from '../store/operated-license.ts';
import { withRetries } from '../store/retry.ts';
import { readSettled, type SettledLicense } from '../store/settled-licenses.ts';

/** `extend` has days beside the reason; they are in the order itself. */
type Request = Omit<HttpRequest<typeof actOnLicense>, 'body'> & { readonly body: { readonly reason: string } };

/**
 * `POST /v1/licenses/{id}/…`: carries out an order with its audit entry in one transaction, and once for an
 * `Idempotency-Key`: of two equal requests at once one does it and the other finds it done (R7.5).
 */
export async function act(
  service: Service,
  request: Request,
  name: string,
  carryOut: CarryOut,
): Promise<HttpAnswer | Refusal> {
  const { path, body, now, actor, requestId } = request;
  const secrets = await service.secrets();
  const repeat = readRepeatable(secrets, request, `${name} ${path.id}`, body);
  if (isRefusal(repeat)) return repeat;
  const settled = await withRetries(async (): Promise<SettledLicense | Refusal> => {
    const [known, read] = await Promise.all([
      repeat && readRequest(service.ledger, repeat, now),
      readSettled(service.licenses, path.id, now),
    ]);
    if (isRefusal(known)) return known;
    if (read === null) return refuse('not_found');
    if (known !== null) return read;
    const operated = carryOut(read.license, { now, actor: actor.id, reason: body.reason });
    if (isRefusal(operated)) return operated;
    const extra = repeat === null ? [] : [rememberRequest(repeat, {}, now)];
    await commitOperated(service.ledger, read.asRead, operated, { actor: actor.id, requestId, now }, extra);
    return { ...read, license: operated.license };
  });
  if (isRefusal(settled)) return settled;
  return { status: 200, body: operatedLicenseBody(settled.license, settled.details, now) };
}
