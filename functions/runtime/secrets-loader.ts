import type { SecretsSource } from './environment.ts';
import { describeFault, type Log } from './log.ts';
import type { Secrets } from './secrets.ts';
import { parseSecrets } from './secrets-document.ts';
import { fetchSecretText } from './secrets-manager.ts';

/** How long secrets are used before they are read again: a rotation or withdrawal acts within this time. */
const REFRESH_MILLISECONDS = 5 * 60_000;

/** After a failure the secrets at hand are used this long before the next try, so that not every call waits for it. */
const RETRY_MILLISECONDS = 60_000;

/** Tries of a process that has none at hand and can answer nothing without. */
const FIRST_TRIES = 3;

export interface SecretsLoaderOptions {
  /** A monotonic clock in milliseconds; tests pass their own. */
  elapsed?: () => number;
  /** Reads the secret of an ARN; tests pass their own. */
  fetchText?: (arn: string, region: string, tries: number) => Promise<string>;
  /** Told when secrets could not be read again and the ones at hand stay in use. */
  onStale?: (fault: unknown) => void;
}

/** The loader of a process, which says in the log when it goes on with secrets that it could not read again. */
export function openSecrets(source: SecretsSource, log: Log): () => Promise<Secrets> {
  return createSecretsLoader(source, { onStale: (fault) => log('secrets.refresh_failed', describeFault(fault)) });
}

/**
 * Reads secrets on first use and again every five minutes. When reading again fails, the ones at hand stay in use:
 * trouble of Secrets Manager stops no customer.
 *
 * @param source where they are
 * @returns the loader; its promise is rejected with a SecretsError or the network's error while there are none at hand
 */
export function createSecretsLoader(source: SecretsSource, options: SecretsLoaderOptions = {}): () => Promise<Secrets> {
  if ('json' in source) {
    let parsed: Secrets | undefined;
    return async () => {
      parsed ??= parseSecrets(source.json);
      return parsed;
    };
  }
  const { elapsed = () => performance.now(), fetchText = fetchSecretText, onStale } = options;
  let held: { secrets: Secrets; text: string; freshUntil: number } | undefined;
  let reading: Promise<Secrets> | undefined;
  const read = async (): Promise<Secrets> => {
    try {
      // Whoever waits has usable secrets at hand after the first start: then it is asked once.
      const text = await fetchText(source.arn, source.region, held === undefined ? FIRST_TRIES : 1);
      // The same object for the same text keeps the keys that others cached by it.
      const secrets = held?.text === text ? held.secrets : parseSecrets(text);
      held = { secrets, text, freshUntil: elapsed() + REFRESH_MILLISECONDS };
      return secrets;
    } catch (fault) {
      if (held === undefined) throw fault;
      onStale?.(fault);
      held = { ...held, freshUntil: elapsed() + RETRY_MILLISECONDS };
      return held.secrets;
    } finally {
      reading = undefined;
    }
  };
  return async () => {
    if (held !== undefined && elapsed() < held.freshUntil) return held.secrets;
    reading ??= read();
    return reading;
  };
}
