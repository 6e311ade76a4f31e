/** Limits of one call of a service that takes several entries. */
export interface BatchLimits {
  readonly entries: number;
  /** UTF-8 bytes of all texts together. */
  readonly bytes: number;
}

/** Cuts entries into batches within the limits, in order; an entry that is too large alone is a batch of its own. */
export function cutBatches<T>(
  entries: readonly T[],
  limits: BatchLimits,
  textOf: (entry: T) => string,
): readonly (readonly T[])[] {
  const batches: T[][] = [];
  let size = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(textOf(entry), 'utf8');
    const last = batches.at(-1);
    if (last === undefined || last.length >= limits.entries || size + bytes > limits.bytes) {
      batches.push([entry]);
      size = bytes;
    } else {
      last.push(entry);
      size += bytes;
    }
  }
  return batches;
}
