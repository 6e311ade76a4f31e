/** Calls that take nothing: the key set, the OpenAPI document, the health, pages. */
export const open = {};
