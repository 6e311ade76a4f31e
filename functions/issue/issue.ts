import { codeHint } from '../core/code.ts';
import { findIssueMistakes, findReachMistakes, type IssueTerms, issueLicense } from '../core/issue.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { issueCodes as contract } from '../http/contracts/issuing.ts';
import { refuseMistakes } from '../http/mistakes.ts';
import type { HttpRequest } from '../http/route.ts';
import type { CodesAnswer } from '../http/schemas/operator-answer.ts';
import { deriveBatch, deriveLicenseId } from '../runtime/derivation.ts';
import { deriveCode } from '../runtime/derived-code.ts';
import { hashCode } from '../runtime/hashing.ts';
import type { Secrets } from '../runtime/secrets.ts';
import type { Service } from '../service.ts';
import { type NewLicense, writeNewLicenses } from '../store/new-licenses.ts';
import { type Grant, takeGrant, useGrant } from './grant.ts';
import { newLicense } from './new-license.ts';

type Request = HttpRequest<typeof contract>;

/** One code of an answer, with the license that it proves. */
interface Issued {
  readonly code: string;
  readonly license: NewLicense;
}

/** `POST /v1/codes`: the codes stand in this answer and nowhere else (R1.5). */
export async function respondToIssue(service: Service, request: Request): Promise<HttpAnswer | Refusal> {
  const { body, now, actor, requestId } = request;
  const terms = termsOf(body);
  const grant = await takeGrant(service, 'POST /v1/codes', request, (plan) =>
    refuseMistakes([...findIssueMistakes(plan, terms), ...findReachMistakes(plan, terms, now)]),
  );
  if (isRefusal(grant)) return grant;
  const secrets = await service.secrets();
  const batch = body.batch ?? deriveBatch(secrets, grant.nonce);
  const details = { batch, customer: body.customer ?? null, orderId: body.orderId ?? null };
  const issued = Array.from({ length: body.quantity }, (_, at): Issued => issue(secrets, grant, terms, details, at));
  if (!grant.done) {
    const licenses = issued.map(({ license }) => license);
    const authorship = { actor: actor.id, requestId, now };
    await useGrant(service, grant, now, () => writeNewLicenses(service.ledger, licenses, authorship, grant.resumed));
  }
  const codes = issued.map(({ code, license }) => ({ code, licenseId: license.license.id }));
  return { status: 201, body: { batch, codes } satisfies CodesAnswer };
}

function termsOf(body: Request['body']): IssueTerms {
  return {
    orderedAt: body.orderedAt ?? null,
    activateBy: body.activateBy ?? null,
    notAfter: body.notAfter ?? null,
    seats: body.seats ?? {},
    regions: body.regions ?? null,
    entitlements: body.entitlements ?? null,
    metadata: body.metadata ?? {},
    promotion: body.promotion ?? false,
  };
}

function issue(
  secrets: Secrets,
  { nonce, plan, issuedAt }: Grant,
  terms: IssueTerms,
  details: NewLicense['details'],
  at: number,
): Issued {
  const code = deriveCode(secrets, nonce, String(at));
  const canonical = code.replaceAll('-', '');
  const birth = { id: deriveLicenseId(secrets, nonce, at), codeHint: codeHint(canonical), issuedAt };
  const license = issueLicense(plan, terms, birth);
  return { code, license: newLicense(secrets, license, details, hashCode(secrets, canonical), 'license.issued') };
}
