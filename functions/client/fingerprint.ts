import { createHash } from 'node:crypto';
import type { Device } from './device.ts';
import { type Parts, readLinuxParts, readMacParts, readWindowsParts } from './hardware/parts.ts';
import { type Probe, systemProbe } from './hardware/probe.ts';
import { findSurroundings, type Surroundings } from './hardware/surroundings.ts';

export type { Probe } from './hardware/probe.ts';
export type { Surroundings } from './hardware/surroundings.ts';

/**
 * For a plan's `deviceMatch.weights`: with these and the threshold of 0.6 a new network card or a reinstalled system is
 * still the same device (R10.3), a new board with a new disk is not.
 */
export const RECOMMENDED_WEIGHTS = { board: 3, disk: 2, mac: 1, install: 1 } as const;

/** What the description rests on, strongest first. */
export type Trust =
  /** Hardware: survives a reinstallation. */
  | 'hardware'
  /** An id that was made when the system was installed, or one of the application's own: does not survive it. */
  | 'installation'
  /** Nothing: there is no device to speak of. */
  | 'none';

export interface DeviceDescription {
  /** For the client's `device`; null when trust is `none`: then give an `installationId`. */
  readonly device: Device | null;
  readonly surroundings: Surroundings;
  readonly trust: Trust;
  /** What a developer should know, null if there is nothing. */
  readonly note: string | null;
}

export interface DescribeOptions {
  /** The vendor's own word: hashes made with two different ones cannot be compared. */
  readonly namespace: string;
  /** The device's name, for the owner's list of seats. */
  readonly name?: string;
  /** An id that the application keeps itself, for example on a container's volume; it then counts alone. */
  readonly installationId?: string;
  readonly probe?: Probe;
}

const PLATFORMS: Readonly<Record<string, string>> = { win32: 'windows', darwin: 'macos' };

const NOTES = {
  container:
    'In a container the hardware is the host’s, shared by all its containers, and everything else is new with each container: ' +
    'keep an id of your own on a volume and pass it as installationId.',
  wsl: 'Windows could not be asked from inside WSL: the id of the distribution counts, and ends with it.',
  installation: 'No serial number can be read: the id of the installed system counts, and ends with it.',
  none: 'Nothing here tells this device from another: keep an id of your own and pass it as installationId.',
} as const;

function hash(namespace: string, name: string, value: string): string {
  return createHash('sha256').update(`latchkey-component\0${namespace}\0${name}\0${value}`).digest('base64url');
}

async function readParts(probe: Probe, surroundings: Surroundings): Promise<Parts> {
  if (surroundings === 'container') return {};
  if (surroundings === 'wsl') {
    // The Windows around WSL is the device, so that an application on both sides takes one seat.
    const outside = await readWindowsParts(probe);
    if (Object.keys(outside).length > 0) return outside;
    const { install } = await readLinuxParts(probe);
    return install === undefined ? {} : { install };
  }
  if (probe.platform === 'win32') return readWindowsParts(probe);
  return probe.platform === 'darwin' ? readMacParts(probe) : readLinuxParts(probe);
}

function trustIn({ board, disk, mac, install }: Parts): Trust {
  if (board !== undefined || disk !== undefined || mac !== undefined) return 'hardware';
  return install === undefined ? 'none' : 'installation';
}

function noteOn(surroundings: Surroundings, trust: Trust): string | null {
  if (trust === 'hardware') return null;
  return surroundings === 'machine' ? NOTES[trust] : NOTES[surroundings];
}

/**
 * Describes this device for the client: hashes of hardware components, and a fingerprint where one value alone is
 * enough. Raw values never leave this call. It takes a moment on Windows, where PowerShell has to start.
 */
export async function describeDevice(options: DescribeOptions): Promise<DeviceDescription> {
  const { namespace, name, installationId, probe = systemProbe } = options;
  const surroundings = await findSurroundings(probe);
  const about = { platform: PLATFORMS[probe.platform] ?? probe.platform, ...(name !== undefined && { name }) };
  if (installationId !== undefined) {
    const device = { ...about, fingerprint: hash(namespace, 'installation', installationId) };
    return { device, surroundings, trust: 'installation', note: null };
  }
  const parts = await readParts(probe, surroundings);
  const trust = trustIn(parts);
  const note = noteOn(surroundings, trust);
  if (trust === 'none') return { device: null, surroundings, trust, note };
  const components = Object.fromEntries(
    Object.entries(parts).map(([part, value]) => [part, hash(namespace, part, value)]),
  );
  // The board alone is one machine for ever; every other part may be exchanged, so components decide by weight. Offline there
  // is no weighing: without a board the lease ends with any change of a part (docs/offline.md).
  const fingerprint = parts.board === undefined ? {} : { fingerprint: hash(namespace, 'device', parts.board) };
  return { device: { ...about, ...fingerprint, components }, surroundings, trust, note };
}
