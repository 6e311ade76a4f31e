import { keyRequest, replayRequest, webhookRequest } from '../schemas/administration.ts';
import { pageQuery } from '../schemas/license-request.ts';
import { byId, byPrefix } from './paths.ts';

export const createKey = { body: keyRequest, access: 'administer' } as const;
export const revokeKey = { path: byPrefix, access: 'administer' } as const;

/** All keys or all endpoints, in pages. */
export const listForAdmin = { query: pageQuery, access: 'administer' } as const;

export const putWebhook = { path: byId, body: webhookRequest, access: 'administer' } as const;

/** Reads or removes an endpoint. */
export const namedWebhook = { path: byId, access: 'administer' } as const;

/** What could not be delivered to an endpoint, in pages. */
export const listDeadLetters = { path: byId, query: pageQuery, access: 'administer' } as const;

export const replayDeadLetters = { path: byId, body: replayRequest, access: 'administer' } as const;
