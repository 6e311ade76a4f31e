import * as v from 'valibot';

/** Control characters, which no field takes: they break logs, mails and terminals. */
const CONTROL = '\\u0000-\\u001F\\u007F-\\u009F';
const hasControl = new RegExp(`[${CONTROL}]`);

function findFault(value: string, atLeast: number, atMost: number): string | null {
  // Counted in code points, as JSON Schema does.
  const length = Array.from(value).length;
  if (length < atLeast) return atLeast === 1 ? 'Must not be empty.' : `Must be at least ${atLeast} characters long.`;
  if (length > atMost) return `Must be at most ${atMost} characters long.`;
  if (hasControl.test(value)) return 'Must not hold control characters.';
  // A lone surrogate has no UTF-8 form: it would be stored as another character than the one sent.
  return value.isWellFormed() ? null : 'Must be well-formed Unicode.';
}

/** Free text of bounded length without control characters. */
export function text(atMost: number, atLeast = 1) {
  return v.pipe(
    v.string(),
    v.metadata({ minLength: atLeast, maxLength: atMost, pattern: `^[^${CONTROL}]*$` }),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const message = findFault(dataset.value, atLeast, atMost);
      if (message !== null) addIssue({ message });
    }),
  );
}

/** What somebody keeps for himself: free text of any lines, empty too. @param atMost code points */
export function lines(atMost: number) {
  const control = '\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F';
  return v.pipe(
    v.string(),
    v.maxLength(atMost, `Must be at most ${atMost} characters long.`),
    v.regex(new RegExp(`^[^${control}]*$`), 'Must not hold control characters other than tabs and line ends.'),
    v.check((value) => value.isWellFormed(), 'Must be well-formed Unicode.'),
  );
}

/** Text that matches a pattern as a whole; `detail` says what is wanted. */
export function patterned(pattern: RegExp, detail: string) {
  return v.pipe(v.string(), v.regex(pattern, detail));
}

/** Identifiers that operators choose: products, plans, families, seat classes, platforms, components. */
export const id = v.pipe(
  patterned(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    'Must be 1 to 64 lower-case letters, digits, dots, dashes or underscores, the first a letter or digit.',
  ),
  // The one such name that every object of JavaScript has already.
  v.notValue('constructor', 'Must be another name.'),
);

/** A name of something that may or may not exist; looser than {@link id}, so that a wrong one is *unknown*. */
export const reference = patterned(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  'Must be 1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit.',
);

/** Names of hardware components and of metadata entries. */
export const entryName = patterned(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  'The name must be 1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit.',
);

/** A code as a person typed it (R1.3); what is wrong inside it is for the rules of codes to say. */
export const typedCode = v.pipe(
  v.string(),
  v.maxLength(4096, 'Must be at most 4096 characters long.'),
  v.metadata({ examples: ['9KF2W-7QTR4-XM3HD-AB3CD'] }),
);

export const licenseId = patterned(/^lic_[A-Za-z0-9_-]{16}$/, 'Must be a license id.');

/** A cursor, which the service gave and a client sends back. */
export const cursor = patterned(/^[A-Za-z0-9._~-]{1,1024}$/, 'Must be a value that the service gave.');

/**
 * Other values of the service: activation and seat ids, confirmations, tokens. Any text may be asked about; what the
 * service did not make is unknown, stale or invalid, which has a refusal of its own.
 */
export const given = text(1024);

export const version = text(64);

/** A bound on versions: dotted integers (R11.3). */
export const versionBound = patterned(
  /^[0-9]{1,9}(\.[0-9]{1,9}){0,3}$/,
  'Must be one to four integers joined by dots.',
);

/** Countries and parts of them, as ISO 3166 writes them; case is forgiven. */
export const region = v.pipe(
  patterned(/^[A-Za-z0-9]{2,3}(-[A-Za-z0-9]{1,3})?$/, 'Must be a region such as DE or US-CA.'),
  v.transform((value) => value.toUpperCase()),
);

const NOT_IN_ADDRESS = `${CONTROL} \\u00A0@<>"(),:;\\\\\\[\\]`;

/** Only what tells an address from a slip of the pen; whether it exists, the mail will tell. */
export const email = v.pipe(
  v.string(),
  v.maxLength(254, 'Must be at most 254 characters long.'),
  v.regex(
    new RegExp(`^[^${NOT_IN_ADDRESS}]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})+$`),
    'Must be an e-mail address.',
  ),
  v.check((value) => value.isWellFormed(), 'Must be an e-mail address.'),
);

export const reason = text(500);
export const orderId = text(128);
