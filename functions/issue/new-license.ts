import { issuedEvent } from '../core/issue.ts';
import type { License, LicenseDetails } from '../core/license.ts';
import { hashEmail, hashOrder, type PepperedHash } from '../runtime/hashing.ts';
import type { Secrets } from '../runtime/secrets.ts';
import type { NewLicense } from '../store/new-licenses.ts';
import { pointerWrites } from '../store/pointers.ts';

/**
 * Puts together what is written of a new license.
 * @param hashes of its code, the current pepper's first (R1.5)
 */
export function newLicense(
  secrets: Secrets,
  license: License,
  details: LicenseDetails,
  hashes: readonly PepperedHash[],
  type: 'license.issued' | 'license.imported',
): NewLicense {
  const [code] = hashes;
  if (code === undefined) throw new Error('a code without a hash');
  const { batch, customer, orderId } = details;
  const email = customer?.email;
  const pointers = pointerWrites({
    license,
    batch,
    // An address is found whatever the case in which it was typed (docs/api.md: `email=` ignores case).
    emailHash: email === undefined ? null : hashEmail(secrets, email.toLowerCase()),
    orderHash: orderId === null ? null : hashOrder(secrets, orderId),
  });
  return { license, details, code, pointers, event: issuedEvent(license, type, batch) };
}
