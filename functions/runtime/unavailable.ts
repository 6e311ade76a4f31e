/** A trouble that passes by itself, such as throttling that outlasted every retry; answered 503 with `Retry-After`. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  /** After how many seconds the same request may be sent again. */
  readonly retryAfterSeconds: number;

  /** @param message what was not available; for the log's reader, never shown outside */
  constructor(message: string, retryAfterSeconds = 1, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
