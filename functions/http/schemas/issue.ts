import * as v from 'valibot';
import { closed, dictionary } from './closed.ts';
import { instant } from './instant.ts';
import { seatLimit, whole } from './number.ts';
import { entitlements, regions } from './plan-parts.ts';
import { email, entryName, id, lines, orderId, patterned, reference, text, typedCode } from './text.ts';

const METADATA_BYTES = 2048;

/** What an operator keeps with a license: names to texts, 2 KB in all. */
export const metadata = v.pipe(
  dictionary(entryName, lines(METADATA_BYTES)),
  v.check((entries) => {
    const size = Object.entries(entries).reduce((sum, [name, value]) => sum + byteLength(name) + byteLength(value), 0);
    return size <= METADATA_BYTES;
  }, 'Must be at most 2 KB in all.'),
);

function byteLength(value: string): number {
  return new TextEncoder().encode(value).length;
}

export const customer = closed({ email: v.exactOptional(email), name: v.exactOptional(text(200)) });

/** Overrides of a plan's seats, by class. */
export const seatOverrides = v.pipe(dictionary(id, seatLimit), v.maxEntries(16, 'Must name at most 16 seat classes.'));

export const batchId = patterned(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  'Must be 1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit.',
);

/** `POST /v1/codes`. */
export const codesRequest = closed({
  plan: reference,
  quantity: whole(1, 1000),
  batch: v.exactOptional(batchId),
  customer: v.exactOptional(customer),
  orderId: v.exactOptional(orderId),
  orderedAt: v.exactOptional(instant),
  activateBy: v.exactOptional(instant),
  notAfter: v.exactOptional(instant),
  seats: v.exactOptional(seatOverrides),
  regions: v.exactOptional(regions),
  entitlements: v.exactOptional(entitlements),
  metadata: v.exactOptional(metadata),
  promotion: v.exactOptional(v.boolean()),
});

/** A key that another system gave out; it must be long enough not to be guessed, and is matched after trimming. */
const importedKey = v.pipe(
  typedCode,
  v.check((key) => key.trim().length >= 16, 'Must be at least 16 characters long.'),
  v.metadata({ minLength: 16 }),
  v.transform((key) => key.trim()),
);

/** `POST /v1/codes/import`. */
export const importRequest = closed({
  plan: reference,
  items: v.pipe(
    v.array(
      closed({
        key: importedKey,
        startedAt: v.exactOptional(instant),
        expiresAt: v.exactOptional(instant),
        customer: v.exactOptional(customer),
        orderId: v.exactOptional(orderId),
        metadata: v.exactOptional(metadata),
      }),
    ),
    v.minLength(1, 'Must have at least one item.'),
    v.maxLength(1000, 'Must have at most 1000 items.'),
  ),
});
