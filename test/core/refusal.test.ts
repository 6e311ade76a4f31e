import { describe, expect, test } from 'vitest';
import { isRefusal, refuse } from '../../functions/core/refusal.ts';
import { REFUSAL_TABLE } from '../../functions/core/refusal-table.ts';

/** Section 15 as the contract prints it. */
const SECTION_15 = `
code_malformed 422 · code_unknown 404 · code_rotated 409 · activation_window_closed 409 · not_yet_valid 409 ·
license_expired 409 · license_suspended 403 · license_blocked 403 · license_revoked 403 · seat_limit_reached 409 ·
activation_count_exceeded 409 · release_quota_exceeded 409 · release_cooldown 409 · seat_unknown 404 ·
wrong_product 409 · wrong_platform 409 · version_not_supported 409 · wrong_region 451 · trial_already_active 409 ·
trial_already_used 409 · trial_after_commercial 409 · reserve_exists 409 · reserve_expires_sooner 409 ·
subscription_as_reserve 409 · subscription_in_use 409 · replacement_confirmation_required 409 ·
renewal_previous_required 409 · renewal_previous_rejected 409 · device_mismatch 409 · activation_unknown 404 ·
plan_unknown 422 · product_unknown 422 · request_invalid 422 · body_not_json 400 · media_type_unsupported 415 ·
not_found 404 · method_not_allowed 405 · payload_too_large 413 · unauthorized 401 · forbidden 403 ·
idempotency_conflict 409 · idempotency_mismatch 422 · catalog_conflict 409 · recovery_token_invalid 410 ·
rate_limited 429 · unavailable 503 · internal 500`;

const kinds = Object.entries(REFUSAL_TABLE);

describe('section 15: the table of refusals', () => {
  test('section 15: holds exactly the contract’s codes with their statuses, in its order', () => {
    expect(kinds.map(([code, { status }]) => `${code} ${status}`)).toEqual(SECTION_15.trim().split(/\s*·\s*/));
  });

  test('section 15: every remedy is one sentence of its own', () => {
    const remedies = kinds.map(([, { remedy }]) => remedy);
    expect(remedies.filter((remedy) => !/^[A-Z][^.!?]*(\.json[^.!?]*)?\.$/.test(remedy))).toEqual([]);
    expect(new Set(remedies).size).toBe(remedies.length);
  });

  test('section 15: every title is short, of its own, and no sentence', () => {
    const titles = kinds.map(([, { title }]) => title);
    expect(titles.filter((title) => !/^[A-Z].{5,60}[^.]$/.test(title))).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('section 15: only what may succeed unchanged a little later is retryable', () => {
    const retryable = kinds.filter(([, kind]) => kind.retryable).map(([code]) => code);
    expect(retryable).toEqual(['idempotency_conflict', 'rate_limited', 'unavailable']);
  });
});

describe('section 15: refusals as values', () => {
  test('section 15: absent parts stay absent', () => {
    expect(Object.keys(refuse('code_unknown'))).toEqual(['refused']);
    expect(
      refuse('code_malformed', { problem: 'symbol', position: 3 }, 'Symbol 3 is not used in codes.'),
    ).toStrictEqual({
      refused: 'code_malformed',
      fields: { problem: 'symbol', position: 3 },
      detail: 'Symbol 3 is not used in codes.',
    });
  });

  test('section 15: a refusal is told from every other outcome', () => {
    expect(isRefusal(refuse('internal'))).toBe(true);
    expect([null, undefined, 'code_unknown', 404, {}, { code: 'code_unknown' }].some(isRefusal)).toBe(false);
  });
});
