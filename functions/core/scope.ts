/** What API keys may be used for (docs/api.md section 2); functions/http/access.ts says which calls each of them opens. */
export const SCOPES = ['catalog', 'issue', 'support', 'read', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];
