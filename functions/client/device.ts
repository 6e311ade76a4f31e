import type { InferInput } from 'valibot';
import { deviceText } from '../core/lease-device.ts';
import type { activatingDevice } from '../http/schemas/device.ts';
import { encodeBase64url } from './base64url.ts';

/** What the application says of the device it runs on: `fingerprint`, or `components`, or both, and the platform. */
export type Device = InferInput<typeof activatingDevice>;

/** @returns the `dev` claim that a lease for this device must have */
export async function hashDevice(device: Device): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(deviceText(device)));
  return encodeBase64url(new Uint8Array(digest));
}
