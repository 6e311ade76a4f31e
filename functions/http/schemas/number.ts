import * as v from 'valibot';

/** A whole number between two bounds, both included. */
export function whole(least: number, most: number) {
  const detail = `Must be a whole number from ${least} to ${most}.`;
  return v.pipe(v.number(), v.integer(detail), v.minValue(least, detail), v.maxValue(most, detail));
}

/** A length in days of something that lasts. */
export const days = whole(1, 36_500);

/** Seats of a class; null is without limit (R4.5, R4.6). */
export const seatLimit = v.nullable(whole(1, 100_000));

/** A list without repetitions; the second of two equal items is the wrong one. */
export function distinct<const T extends v.GenericSchema<string | number>>(item: T, most: number, least = 0) {
  return v.pipe(
    v.array(item),
    v.minLength(least, `Must have at least ${least} item${least === 1 ? '' : 's'}.`),
    v.maxLength(most, `Must have at most ${most} items.`),
    v.metadata({ uniqueItems: true }),
    v.rawCheck(({ dataset, addIssue }) => {
      const items: unknown = dataset.value;
      if (!Array.isArray(items)) return;
      for (const [key, value] of items.entries()) {
        if (items.indexOf(value) === key) continue;
        addIssue({
          message: 'Stands in the list already.',
          path: [{ type: 'array', origin: 'value', input: items, key, value }],
        });
      }
    }),
  );
}
