import type { RefusalCode } from './refusal-codes.ts';

/**
 * Section 15: the default remedy of every refusal, one sentence that a person can act on. Most are read by the person
 * in front of the application, the later ones by whoever wrote the request. None tells more about a code than the
 * refusal does (R1.6).
 */
export const REMEDIES: Readonly<Record<RefusalCode, string>> = {
  code_malformed: 'Compare the code with your order symbol by symbol and type its 20 letters and digits again.',
  code_unknown: 'Check that you typed the code as it stands on your order, or ask the vendor for help.',
  code_rotated: 'Use the new code that replaced this one, or recover it with the e-mail address of your order.',
  activation_window_closed: 'Ask the vendor for another code, as this one had to be activated earlier.',
  not_yet_valid: 'Activate the code again when the license has begun.',
  license_expired: 'Buy a new license and activate its code on this device.',
  license_suspended: 'Ask the vendor to resume the license, then try again.',
  license_blocked: 'Ask the vendor why the license is blocked and have the block lifted.',
  license_revoked: 'Ask the vendor why the license was revoked, or buy a new one.',
  seat_limit_reached: 'Free a device that you no longer use and activate again, or buy more seats.',
  activation_count_exceeded: 'Ask support to reset the activation count of your license.',
  release_quota_exceeded: 'Ask support to free the device, as you have freed all that you may within a year.',
  release_cooldown: 'Free another device, or wait until this one has been active long enough.',
  seat_unknown: 'Load the list of devices again and choose one that is still in it.',
  wrong_product: 'Install a product that the code is for, or enter a code for this product.',
  wrong_platform: 'Install the product on a platform that it is offered for.',
  version_not_supported: 'Install a version that the license covers, or buy a license for this version.',
  wrong_region: 'Ask the vendor for a license that is sold for your region.',
  trial_already_active: 'Go on using the trial that runs on this device, or enter the code of a paid license.',
  trial_already_used: 'Enter the code of a paid license, as a device can be used for one trial only.',
  trial_after_commercial: 'Enter the code of a paid license to go on using the product on this device.',
  reserve_exists: 'Use this code on another device, or release the license that is waiting on this one first.',
  reserve_expires_sooner: 'Use this code on another device, or let it replace the license in force now.',
  subscription_as_reserve:
    'Activate the subscription when the license in force has ended, or let it replace that one now.',
  subscription_in_use: 'Activate this code when the subscription has ended, or let it replace the subscription now.',
  replacement_confirmation_required:
    'Confirm that the days left on this device may be lost, or keep the license in force.',
  renewal_previous_required: 'Enter the code of your previous license, or accept the shorter term.',
  renewal_previous_rejected: 'Enter the code of another previous license, or accept the shorter term.',
  device_mismatch: 'Activate the code again on this device, freeing the old device if no seat is left.',
  activation_unknown: 'Activate this device again with the code.',
  plan_unknown: 'Name a plan of the catalog, or add this one to the catalog first.',
  product_unknown: 'Name a product of the catalog, or add this one to the catalog first.',
  request_invalid: 'Correct the fields that are named in the errors and send the request again.',
  body_not_json: 'Send the body as one valid JSON object.',
  media_type_unsupported: 'Send the request with the header "content-type: application/json".',
  not_found: 'Check the id, or find it with a list.',
  method_not_allowed: 'Use a method that the description at /openapi.json gives for this path.',
  payload_too_large: 'Send at most 64 KiB, splitting the work into several requests if need be.',
  unauthorized: 'Send a valid API key in the header "authorization: Bearer <key>".',
  forbidden: 'Use an API key with the scope that this call needs.',
  idempotency_conflict: 'Wait a moment and send the same request with the same key again.',
  idempotency_mismatch: 'Send a new idempotency key with every new request.',
  catalog_conflict: 'Create a new entry under another id, as licenses already rely on this one.',
  recovery_token_invalid: 'Ask for a new recovery mail and use its link once, within one hour.',
  rate_limited: 'Wait as long as the header "retry-after" says, then try again.',
  unavailable: 'Wait as long as the header "retry-after" says, then send the same request again.',
  internal: 'Give support the request id of this answer, which leads to the cause.',
};
