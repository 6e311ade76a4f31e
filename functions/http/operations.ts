import { ADMINISTRATION_OPERATIONS } from './operations/administration.ts';
import { APPLICATION_OPERATIONS } from './operations/applications.ts';
import { CATALOG_OPERATIONS } from './operations/catalog.ts';
import { LICENSE_OPERATIONS } from './operations/licenses.ts';
import type { Operation } from './operations/operation.ts';

/**
 * Every call of the contract, described once; pages for people are not calls. Handlers take their contracts from
 * `contracts/`, never from here: this table pulls in every schema and example.
 */
export const OPERATIONS: readonly Operation[] = [
  ...APPLICATION_OPERATIONS,
  ...CATALOG_OPERATIONS,
  ...LICENSE_OPERATIONS,
  ...ADMINISTRATION_OPERATIONS,
];
