import { pageQuery } from '../schemas/license-request.ts';
import { planRequest } from '../schemas/plan.ts';
import { productRequest } from '../schemas/product.ts';
import { byId } from './paths.ts';

export const putProduct = { path: byId, body: productRequest, access: 'changeCatalog' } as const;
export const putPlan = { path: byId, body: planRequest, access: 'changeCatalog' } as const;

/** One product or plan. */
export const readEntry = { path: byId, access: 'readCatalog' } as const;

/** All products or plans, in pages. */
export const listEntries = { query: pageQuery, access: 'readCatalog' } as const;
