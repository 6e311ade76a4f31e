import * as v from 'valibot';
import { across, closed, dictionary, type Mistake } from './closed.ts';
import { entryName, patterned, text, version } from './text.ts';

/** Named hardware values, hashed by the client (R10.1); at most 8 are compared (R10.2). */
const components = v.pipe(dictionary(entryName, text(256)), v.maxEntries(8, 'Must have at most 8 components.'));

export const platform = patterned(/^[a-z0-9][a-z0-9._-]{0,31}$/, 'Must be a lower-case platform such as windows.');

const identity = {
  fingerprint: v.exactOptional(text(256, 16)),
  components: v.exactOptional(components),
  osVersion: v.exactOptional(version),
  name: v.exactOptional(text(100)),
};

function findMistakes(device: Readonly<Record<string, unknown>>): readonly Mistake[] {
  const { fingerprint, components: parts = {} } = device;
  const isKnown = fingerprint !== undefined || typeof parts !== 'object' || Object.keys(parts ?? {}).length > 0;
  return isKnown ? [] : [{ path: ['fingerprint'], detail: 'A device needs a fingerprint, components or both.' }];
}

/** The same rule for JSON Schema. */
const RECOGNIZABLE = {
  anyOf: [
    { required: ['fingerprint'] },
    { required: ['components'], properties: { components: { type: 'object', minProperties: 1 } } },
  ],
};

/** A device that is to be activated: its platform decides what it may use (R11.4). */
export const activatingDevice = v.pipe(
  closed({ ...identity, platform }),
  v.metadata(RECOGNIZABLE),
  across(findMistakes),
);

/** A device that has been activated: what it omits is taken from its activation. */
export const knownDevice = v.pipe(
  closed({ ...identity, platform: v.exactOptional(platform) }),
  v.metadata(RECOGNIZABLE),
  across(findMistakes),
);
