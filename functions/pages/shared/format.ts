const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
});
const COUNT = new Intl.NumberFormat();

/** The UTC day of an instant or of a date (R2.1: everybody reads the same day). */
export function formatDay(instant: string): string {
  return DAY.format(new Date(instant));
}

/** An instant to the minute, in UTC. */
export function formatTime(instant: string): string {
  return TIME.format(new Date(instant));
}

export function formatCount(value: number): string {
  return COUNT.format(value);
}

/** `1 day`, `2 days`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

const PLATFORMS: Readonly<Record<string, string>> = {
  windows: 'Windows',
  macos: 'macOS',
  linux: 'Linux',
  android: 'Android',
  ios: 'iOS',
};

export function platformName(platform: string): string {
  return PLATFORMS[platform] ?? platform;
}
