import { HOUR } from '../core/instant.ts';
import type { Transition } from '../core/transition.ts';
import { deriveRecoveryToken } from '../runtime/derived-code.ts';
import { hashEmail, hashOrder, hashRecoveryToken } from '../runtime/hashing.ts';
import type { Mail } from '../runtime/mailer.ts';
import type { Secrets } from '../runtime/secrets.ts';
import type { Service } from '../service.ts';
import type { Authorship } from '../store/audit-item.ts';
import { commit } from '../store/commit.ts';
import { countedWrite, isCounted, type MailJob, type WaitingMail } from '../store/mail-outbox.ts';
import { readPointers } from '../store/pointers.ts';
import { countWrite, type RateLimit } from '../store/rate.ts';
import { recoveryWrite, renewRecovery } from '../store/recoveries.ts';
import { Stale, withRetries } from '../store/retry.ts';
import { readSettledList, type SettledLicense } from '../store/settled-licenses.ts';
import { transact } from '../store/transaction.ts';

type Job = Extract<MailJob, { kind: 'recovery' }>;

/** Mails that one address gets (R12.3): nobody can flood another's mailbox. */
const PER_ADDRESS: RateLimit = { name: 'mailed', most: 5, window: HOUR };

/** Licenses in one mail, the newest ones; and how many are looked through for them. */
const MAX_LINKS = 25;
const PAGE = 100;
const MAX_PAGES = 20;

/**
 * The mail with which an owner gets back the codes of an address (R12.1, R12.2): per license, by its hint, a link with a
 * token that is good once and for an hour. Null when there is no such license, or the address has got enough.
 */
export async function writeRecoveryMail(service: Service, waiting: WaitingMail, job: Job): Promise<Mail | null> {
  const { requestId } = waiting;
  const secrets = await service.secrets();
  const now = service.clock();
  service.log('recovery.requested', { requestId });
  const found = await findLicenses(service, secrets, job, now);
  const to = found[0]?.details?.customer?.email;
  if (to === undefined || !(await mayMail(service, waiting, job, now))) return null;
  const entries: string[] = [];
  for (const settled of found.slice(0, MAX_LINKS)) {
    const { license } = settled;
    const token = deriveRecoveryToken(secrets, waiting.nonce, license.id);
    await admitToken(service, settled, hashRecoveryToken(secrets, token), { actor: 'owner', requestId, now });
    entries.push(`${license.plan.name}, code ${license.codeHint}:\n${service.issuer}/portal#recover=${token}`);
  }
  return { to, subject: 'Your license codes', text: textOf(entries, found.length) };
}

/** Lets a token be confirmed, with an audit entry the first time. */
async function admitToken(
  { ledger }: Service,
  { license, asRead }: SettledLicense,
  tokenHash: string,
  authorship: Authorship,
): Promise<void> {
  const { now } = authorship;
  const recovery = { tokenHash, license: license.id, codeVersion: license.codeVersion };
  const asked: Transition = {
    slots: [],
    licenses: [{ before: asRead, after: asRead, guarded: false }],
    seats: [],
    waits: { put: [], remove: [] },
    events: [{ type: 'recovery.requested', license: license.id }],
  };
  await withRetries(async () => {
    try {
      await commit(ledger, asked, authorship, [recoveryWrite(recovery, now)]);
    } catch (fault) {
      if (!(fault instanceof Stale)) throw fault;
      // There is the token already, from a try of this mail that failed later.
      await renewRecovery(ledger, recovery, now);
    }
  });
}

/** The licenses of the address, the newest first; those that were revoked have no use for a code. */
async function findLicenses(
  { ledger, licenses: reader }: Service,
  secrets: Secrets,
  { emailHash, orderHash }: Job,
  now: number,
): Promise<readonly SettledLicense[]> {
  const list =
    orderHash === null ? ({ of: 'email', hash: emailHash } as const) : ({ of: 'order', hash: orderHash } as const);
  const found: SettledLicense[] = [];
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { pointers, next } = await readPointers(ledger, list, { after, limit: PAGE });
    const ids = pointers.map(({ license }) => license);
    found.push(...(await readSettledList(reader, ids, now)));
    if (next === null) break;
    after = next;
  }
  const isMeant = ({ license, details }: SettledLicense): boolean => {
    const email = details?.customer?.email?.toLowerCase();
    if (license.revoked !== null || email === undefined || hashEmail(secrets, email) !== emailHash) return false;
    return orderHash === null || (details?.orderId != null && hashOrder(secrets, details.orderId) === orderHash);
  };
  return found.filter(isMeant).reverse();
}

/** Counts a mail for its address, once however often sending it fails. */
async function mayMail({ ledger }: Service, waiting: WaitingMail, { emailHash }: Job, now: number): Promise<boolean> {
  if (waiting.counted) return true;
  return withRetries(async () => {
    try {
      await transact(ledger, [countWrite(PER_ADDRESS, emailHash, now), countedWrite(waiting)]);
      return true;
    } catch (fault) {
      if (fault instanceof Stale) return isCounted(ledger, waiting);
      throw fault;
    }
  });
}

function textOf(entries: readonly string[], found: number): string {
  const rest = found > entries.length ? [`These are the newest ${entries.length} of ${found} licenses.`, ''] : [];
  return [
    'Somebody, most likely you, asked for the codes of the licenses that were ordered with this address.',
    '',
    'Codes are not stored, so that nobody can steal them. Each link gives its license a new code, once, within an hour.',
    'Devices that are active go on working; the old code is then no longer good for new ones.',
    '',
    ...entries.flatMap((entry) => [entry, '']),
    ...rest,
    'If you did not ask for this, do nothing: nothing changes.',
    '',
  ].join('\n');
}
