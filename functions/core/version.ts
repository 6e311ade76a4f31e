/**
 * Versions (R11.3, R8.3): the leading dotted integers of a text, `5.0.1-beta2` → 5.0.1. Numbers may be of any size.
 * A text without a leading integer is no version: it meets no bound and matches no condition.
 */

/** R11.3: both ends included; an absent end is open. */
export interface VersionBounds {
  readonly minVersion?: string | undefined;
  readonly maxVersion?: string | undefined;
}

/** R8.3: below the one, from the other on; an absent end is open. */
export interface OsVersionCondition {
  readonly osVersionBelow?: string | undefined;
  readonly osVersionFrom?: string | undefined;
}

/**
 * R11.3: how `version` stands to `bound`, at the bound's own precision: 8.14.2 equals the bound 8, and lies below 8.15.
 * Numbers that the version does not have count as 0. −1 below, 0 equal, 1 above; NaN when either is no version, so that
 * every comparison of the answer with 0 is false.
 */
export function compareAtBound(version: string, bound: string): number {
  const left = readVersion(version);
  const right = readVersion(bound);
  if (!left || !right) return Number.NaN;
  for (const [index, number] of right.entries()) {
    const other = left[index] ?? 0n;
    if (other !== number) return other < number ? -1 : 1;
  }
  return 0;
}

/**
 * R11.3: whether a product's version lies within the plan's bounds. An omitted version is unchecked; an unreadable one
 * meets no bound.
 */
export function isWithin(version: string | undefined, { minVersion, maxVersion }: VersionBounds): boolean {
  if (version === undefined) return true;
  return (
    (minVersion === undefined || compareAtBound(version, minVersion) >= 0) &&
    (maxVersion === undefined || compareAtBound(version, maxVersion) <= 0)
  );
}

/**
 * R8.3: whether an operating system's version meets a rule's condition. An unknown or unreadable one meets none but the
 * empty condition.
 */
export function meetsOsCondition(osVersion: string | null, condition: OsVersionCondition): boolean {
  const { osVersionBelow, osVersionFrom } = condition;
  const version = osVersion ?? 'unknown';
  return (
    (osVersionBelow === undefined || compareAtBound(version, osVersionBelow) < 0) &&
    (osVersionFrom === undefined || compareAtBound(version, osVersionFrom) >= 0)
  );
}

/** BigInt, as build numbers made of a date and a time go beyond what a double holds exactly. */
function readVersion(text: string): bigint[] | undefined {
  return /^\d+(?:\.\d+)*/.exec(text)?.[0].split('.').map(BigInt);
}
