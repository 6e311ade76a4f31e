/** A table of figures, as it is printed and written. */
export interface Table {
  readonly title: string;
  /** How the figures were taken, and what stands in no column. */
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A promise of issue G, with what was measured. */
export interface Target {
  readonly what: string;
  readonly limit: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What a part has found. */
export interface Findings {
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
}

/** One part of the measurements. */
export interface Part {
  readonly name: string;
  /** Takes so long that it runs only when it is named. */
  readonly long?: true;
  /** @param quick a small size, which shows that the part works rather than what the service can do */
  run(quick: boolean): Promise<Findings>;
}

/** A target that a number must not exceed. */
export function atMost(what: string, measured: number, limit: number, unit = '×'): Target {
  return { what, limit: `≤ ${limit}${unit}`, measured: `${round(measured)}${unit}`, met: measured <= limit };
}

/** A target that a number must reach. */
export function atLeast(what: string, measured: number, limit: number, unit = '×'): Target {
  return { what, limit: `≥ ${limit}${unit}`, measured: `${round(measured)}${unit}`, met: measured >= limit };
}

/** A number for readers: three digits that count. */
export function round(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
