import { type ItemRefusal, importedHint, importLicense, refuseItem } from '../core/issue-import.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { importCodes as contract } from '../http/contracts/issuing.ts';
import type { HttpRequest } from '../http/route.ts';
import type { ImportAnswer } from '../http/schemas/operator-answer.ts';
import { deriveBatch, deriveLicenseId } from '../runtime/derivation.ts';
import { hashImportedKey, type PepperedHash } from '../runtime/hashing.ts';
import type { Secrets } from '../runtime/secrets.ts';
import type { Service } from '../service.ts';
import { codeKeys, findCode } from '../store/licenses.ts';
import { type NewLicense, writeNewLicenses } from '../store/new-licenses.ts';
import { readItems } from '../store/read.ts';
import { withRetries } from '../store/retry.ts';
import { transact } from '../store/transaction.ts';
import { type Grant, takeGrant, useGrant } from './grant.ts';
import { newLicense } from './new-license.ts';

type Request = HttpRequest<typeof contract>;
type ImportItem = Request['body']['items'][number];

/** An item with the license that it would become, or why it cannot (docs/decisions.md). */
type Planned = { readonly license: NewLicense; readonly hashes: readonly PepperedHash[] } | ItemRefusal;

const TWICE = refuseItem('stands_twice', 'The key stands twice in this request.');
const TAKEN = refuseItem('imported_before', 'The key is imported already.');

/** `POST /v1/codes/import`: keys that another system gave out; the table keeps their hashes alone (R1.5). */
export async function respondToImport(service: Service, request: Request): Promise<HttpAnswer | Refusal> {
  const { body, now, actor, requestId } = request;
  const grant = await takeGrant(service, 'POST /v1/codes/import', request, () => null);
  if (isRefusal(grant)) return grant;
  const planned = planItems(await service.secrets(), grant, body.items);
  const taken = await useGrant(service, grant, now, async () => {
    // Whoever types such a key must find it: malformed codes are looked up from now on (R1.4).
    if (!grant.done) await withRetries(() => transact(service.ledger, [service.imports.mark()]));
    service.imports.noticed();
    const { missing, foreign } = await lookUp(service, planned);
    if (grant.done) return new Set([...foreign, ...missing.map(({ license }) => license.id)]);
    const authorship = { actor: actor.id, requestId, now };
    return new Set([...foreign, ...(await writeNewLicenses(service.ledger, missing, authorship, grant.resumed))]);
  });
  const items = planned.map((one) => {
    if (isRefusal(one)) return refusedItem(one);
    const { id } = one.license.license;
    return taken.has(id) ? refusedItem(TAKEN) : { licenseId: id };
  });
  return { status: 201, body: { items } satisfies ImportAnswer };
}

function refusedItem({ refused, fields, detail }: ItemRefusal): ImportAnswer['items'][number] {
  return { code: refused, reason: fields.reason, detail };
}

function planItems(secrets: Secrets, grant: Grant, items: readonly ImportItem[]): readonly Planned[] {
  const batch = deriveBatch(secrets, grant.nonce);
  const seen = new Set<string>();
  return items.map((item, at) => {
    if (seen.has(item.key)) return TWICE;
    const id = deriveLicenseId(secrets, grant.nonce, at);
    const term = { startedAt: item.startedAt ?? null, expiresAt: item.expiresAt ?? null };
    const birth = { id, codeHint: importedHint(item.key), issuedAt: grant.issuedAt };
    const license = importLicense(grant.plan, { ...term, metadata: item.metadata ?? {} }, birth);
    if (isRefusal(license)) return license;
    seen.add(item.key);
    const details = { batch, customer: item.customer ?? null, orderId: item.orderId ?? null };
    const hashes = hashImportedKey(secrets, item.key);
    return { license: newLicense(secrets, license, details, hashes, 'license.imported'), hashes };
  });
}

/**
 * Which keys lead nowhere yet, and which lead to a license that this request did not make. Both peppers are asked: a key
 * imported before the last rotation is still known.
 */
async function lookUp(
  { ledger }: Service,
  planned: readonly Planned[],
): Promise<{ readonly missing: readonly NewLicense[]; readonly foreign: readonly string[] }> {
  const wanted = planned.filter((one) => 'license' in one);
  const items = await readItems(
    ledger,
    wanted.flatMap(({ hashes }) => codeKeys(hashes)),
    true,
  );
  const missing: NewLicense[] = [];
  const foreign: string[] = [];
  for (const { license, hashes } of wanted) {
    const entry = findCode(items, hashes);
    if (entry === null) missing.push(license);
    else if (entry.license !== license.license.id) foreign.push(license.license.id);
  }
  return { missing, foreign };
}
