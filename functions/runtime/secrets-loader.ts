import type { SecretsSource } from './environment.ts';
import type { Secrets } from './secrets.ts';
import { parseSecrets } from './secrets-document.ts';
import { fetchSecretText } from './secrets-manager.ts';

/** How long secrets are used before they are read again: a rotation or withdrawal acts within this time. */
const REFRESH_MILLISECONDS = 5 * 60_000;

/**
 * Reads secrets on first use and again every five minutes. While they are read again, the ones at hand stay in use,
 * also when reading fails: trouble of Secrets Manager stops no customer.
 *
 * @param source where they are
 * @param elapsed a monotonic clock in milliseconds; tests pass their own
 * @param fetchText reads the secret of an ARN
 * @returns the loader; its promise is rejected with a SecretsError or the network's error while there are none at hand
 */
export function createSecretsLoader(
  source: SecretsSource,
  elapsed: () => number = () => performance.now(),
  fetchText: (arn: string, region: string) => Promise<string> = fetchSecretText,
): () => Promise<Secrets> {
  if ('json' in source) {
    let parsed: Secrets | undefined;
    return async () => {
      parsed ??= parseSecrets(source.json);
      return parsed;
    };
  }
  let held: { secrets: Secrets; readAt: number; text: string } | undefined;
  let reading: Promise<Secrets> | undefined;
  const read = async (): Promise<Secrets> => {
    const text = await fetchText(source.arn, source.region);
    // The same object for the same text keeps the keys that others cached by it.
    const secrets = held?.text === text ? held.secrets : parseSecrets(text);
    held = { secrets, readAt: elapsed(), text };
    return secrets;
  };
  return async () => {
    if (held !== undefined && elapsed() - held.readAt < REFRESH_MILLISECONDS) {
      return held.secrets;
    }
    reading ??= read().finally(() => {
      reading = undefined;
    });
    const known = held?.secrets;
    return known === undefined ? reading : reading.catch(() => known);
  };
}
