import {
  batchAction,
  batchExtension,
  exportQuery,
  licenseAction,
  licenseExtension,
  licensePatch,
  licensesQuery,
  lookupRequest,
  pageQuery,
  trialReset,
} from '../schemas/license-request.ts';
import { byBatch, byLicense, byLicenseAndSeat } from './paths.ts';

export const readLicense = { path: byLicense, access: 'readLicenses' } as const;
export const listLicenses = { query: licensesQuery, access: 'readLicenses' } as const;
export const lookUpLicense = { body: lookupRequest, access: 'readLicenses' } as const;
export const exportLicenses = { query: exportQuery, access: 'exportLicenses' } as const;

/** The seats or the events of a license, in pages. */
export const listOfLicense = { path: byLicense, query: pageQuery, access: 'readLicenses' } as const;

export const patchLicense = { path: byLicense, body: licensePatch, access: 'amendLicenses' } as const;
export const extendLicense = { path: byLicense, body: licenseExtension, access: 'amendLicenses' } as const;

/** block, unblock, suspend, resume, revoke, reset-activations, rotate-code. */
export const actOnLicense = { path: byLicense, body: licenseAction, access: 'support' } as const;

export const freeSeat = { path: byLicenseAndSeat, access: 'support' } as const;
export const resetTrial = { body: trialReset, access: 'support' } as const;

/** block, unblock, suspend, resume, revoke. */
export const actOnBatch = { path: byBatch, body: batchAction, access: 'support' } as const;
export const extendBatch = { path: byBatch, body: batchExtension, access: 'support' } as const;
