/** What API keys may be used for (api.md section 2); which calls each of them opens is said in functions/http/access.ts. */
export const SCOPES = ['catalog', 'issue', 'support', 'read', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];
