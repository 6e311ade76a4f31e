import type { Verdict } from '../core/verdict.ts';

/** What a verdict says to a person, and what they can do about it (R8.6). */
export const VERDICT_TEXT: Readonly<Record<Verdict, { readonly detail: string; readonly remedy: string | null }>> = {
  UNKNOWN: {
    detail: 'There is no such activation or code.',
    remedy: 'Compare your code with your order, then activate the application with it.',
  },
  REPLACED: {
    detail: 'Another license has taken the place of this one on this device.',
    remedy: 'Activate with the newer code, or replace it with this one.',
  },
  NOT_ACTIVATED: {
    detail: 'This license is not active on this device.',
    remedy: 'Activate the application with your code.',
  },
  DEVICE_MISMATCH: {
    detail: 'This activation belongs to another device.',
    remedy: 'Activate on this device; if no seat is free, free the one of the old device.',
  },
  REVOKED: { detail: 'This license has been revoked.', remedy: 'Ask the vendor why, or use another code.' },
  BLOCKED: { detail: 'This license has been blocked.', remedy: 'Ask the vendor to unblock it.' },
  SUSPENDED: { detail: 'This license is suspended.', remedy: 'Ask the vendor to resume it.' },
  WRONG_PRODUCT: {
    detail: 'This license does not cover the product.',
    remedy: 'Install a product that the license covers.',
  },
  WRONG_PLATFORM: {
    detail: 'The product is not offered for this platform.',
    remedy: 'Install the product that fits this platform.',
  },
  VERSION_NOT_SUPPORTED: {
    detail: 'This license does not cover this version of the product.',
    remedy: 'Install a version that the license covers.',
  },
  WRONG_REGION: {
    detail: 'This license is not valid in this region.',
    remedy: 'Use a code that was sold for your region.',
  },
  NOT_YET_VALID: { detail: 'The term of this license has not begun.', remedy: 'Wait until the term begins.' },
  CONTENT_TOO_NEW: {
    detail: 'The installed content is newer than this license covers.',
    remedy: 'Renew the license, or go back to content of its term.',
  },
  TRIAL_EXPIRED: { detail: 'The trial is over.', remedy: 'Buy a license and activate it with its code.' },
  EXPIRED: { detail: 'The license has ended.', remedy: 'Renew the license, or activate a new code.' },
  IN_GRACE: {
    detail: 'The term has ended; everything works until the end of grace.',
    remedy: 'Renew before grace ends.',
  },
  BLOCK_TOLERATED: {
    detail: 'The license has been blocked and still works for a few days.',
    remedy: 'Ask the vendor to unblock it soon.',
  },
  VALID: { detail: 'The license is valid.', remedy: null },
};
