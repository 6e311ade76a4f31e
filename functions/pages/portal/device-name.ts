import type { SeatAnswer } from '../../http/schemas/device-answer.ts';
import { platformName } from '../shared/format.ts';

/** What a device is called where its application gave no name. */
export function deviceName({ name, platform }: SeatAnswer): string {
  return name ?? `A ${platformName(platform)} device`;
}
