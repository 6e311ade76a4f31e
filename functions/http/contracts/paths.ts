import { keyPrefix } from '../schemas/administration.ts';
import { closed } from '../schemas/closed.ts';
import { batchId } from '../schemas/issue.ts';
import { given, id, licenseId } from '../schemas/text.ts';

/** Paths that end in an identifier which operators chose. */
export const byId = closed({ id });
export const byLicense = closed({ id: licenseId });
export const byLicenseAndSeat = closed({ id: licenseId, seatId: given });
export const byBatch = closed({ batch: batchId });
export const byPrefix = closed({ prefix: keyPrefix });
