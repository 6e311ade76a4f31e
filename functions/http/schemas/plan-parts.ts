import * as v from 'valibot';
import { across, closed, dictionary, type Mistake } from './closed.ts';
import { platform } from './device.ts';
import { days, distinct, seatLimit, whole } from './number.ts';
import { entryName, id, region, text, versionBound } from './text.ts';

export const kind = v.picklist(['commercial', 'trial', 'subscription', 'beta']);
export const componentState = v.picklist(['on', 'frozen', 'off']);
export const entitlements = distinct(text(64), 64);
export const regions = v.nullable(distinct(region, 250, 1));

/** Seats by class; a plan names at least one. */
export const seats = v.pipe(
  dictionary(id, seatLimit),
  v.minEntries(1, 'Must name at least one seat class.'),
  v.maxEntries(16, 'Must name at most 16 seat classes.'),
);

export const term = closed({
  days: v.nullable(days),
  starts: v.optional(v.picklist(['first_activation', 'order']), 'first_activation'),
});

export const planProduct = closed({
  id,
  minVersion: v.exactOptional(versionBound),
  maxVersion: v.exactOptional(versionBound),
});

/** What a product does after the end on some platforms (R8.3); the first rule that matches wins. */
export const expiryRule = closed({
  platform: v.exactOptional(platform),
  osVersionBelow: v.exactOptional(versionBound),
  osVersionFrom: v.exactOptional(versionBound),
  mode: v.picklist(['limited', 'off']),
  components: v.optional(dictionary(id, componentState), {}),
});

export const renewal = v.nullable(closed({ withoutPreviousDays: days }));

/** How much of a device must stay the same for it to be known again (R10.2). */
export const deviceMatch = closed({
  threshold: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1)), 0.6),
  weights: v.optional(
    v.pipe(
      dictionary(entryName, v.pipe(v.number(), v.minValue(0), v.maxValue(1000))),
      v.maxEntries(32, 'Must name at most 32 components.'),
    ),
    {},
  ),
});

const DEFAULT_REFRESH_HOURS = 12;

function findLeaseMistakes({ hours = 24, refreshHours }: Readonly<Record<string, unknown>>): readonly Mistake[] {
  if (typeof hours !== 'number' || typeof refreshHours !== 'number' || refreshHours <= hours) return [];
  return [{ path: ['refreshHours'], detail: 'A lease cannot be refreshed after it has ended: at most `hours`.' }];
}

export const lease = v.pipe(
  closed({
    hours: v.optional(whole(1, 8760), 24),
    refreshHours: v.exactOptional(whole(1, 8760)),
    holdSeatUntilLeaseEnds: v.optional(v.boolean(), false),
  }),
  across(findLeaseMistakes),
  v.transform(({ refreshHours, ...rest }) => ({
    ...rest,
    refreshHours: refreshHours ?? Math.min(DEFAULT_REFRESH_HOURS, rest.hours),
  })),
);

export const selfService = closed({
  releasesPerYear: v.optional(whole(0, 1000), 3),
  cooldownHours: v.optional(whole(0, 8760), 24),
});
