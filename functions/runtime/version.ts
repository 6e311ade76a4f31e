/** The version of the service that is described at `/openapi.json`: the package's own, which a test compares. */
export const VERSION = '0.1.0';
