import type { HttpAnswer } from '../http/answer.ts';
import { formatInstant } from '../http/instant.ts';
import { clockWarnings } from '../http/standing-body.ts';
import { VERDICT_TEXT } from '../http/verdict-text.ts';

/** The answer about what does not exist; a forged activation id costs no read (api.md). */
export function unknownBody(
  body: { readonly nonce?: string | undefined; readonly clientTime?: number | undefined },
  now: number,
): HttpAnswer {
  return {
    status: 200,
    logged: { verdict: 'UNKNOWN', mode: 'off' },
    body: {
      valid: false,
      verdict: 'UNKNOWN',
      ...VERDICT_TEXT.UNKNOWN,
      mode: 'off',
      components: {},
      role: null,
      activationId: null,
      license: null,
      reserve: null,
      reserveReason: null,
      contentUntil: null,
      lease: null,
      refreshAfter: null,
      nonce: body.nonce ?? null,
      serverTime: formatInstant(now),
      warnings: clockWarnings(body.clientTime, now),
      changedComponents: [],
    },
  };
}
