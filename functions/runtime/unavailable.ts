/** A trouble that passes by itself, such as throttling that outlasted every retry; answered 503 with `Retry-After`. */
export class Unavailable extends Error {
  override readonly name: string = 'Unavailable';
  /** After how many seconds the same request may be sent again. */
  readonly retryAfterSeconds: number;

  /** @param message what was not available; for the log's reader, never shown outside */
  constructor(message: string, retryAfterSeconds = 1, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Names of a database's errors that pass by themselves: the request may be sent again. */
const TRANSIENT = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionConflictException',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
  'RequestTimeout',
]);

/** Node's names of connections that broke. */
const BROKEN = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);

/** Whether an error is one that a later try may not meet. */
export function isTransient(fault: unknown): boolean {
  if (fault instanceof Unavailable) return true;
  if (!(fault instanceof Error)) return false;
  const code = 'code' in fault ? String(fault.code) : '';
  return TRANSIENT.has(fault.name) || BROKEN.has(code);
}
