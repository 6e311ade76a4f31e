import * as contracts from '../http/contracts/catalog.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { pointAt } from '../http/mistakes.ts';
import { findIdMistakes } from '../http/path-id.ts';
import { route } from '../http/route.ts';
import { currentService } from '../service.ts';
import { findMorePlanMistakes, respondToListPlans, respondToPutPlan, respondToReadPlan } from './plans.ts';
import { respondToListProducts, respondToPutProduct, respondToReadProduct } from './products.ts';

const service = currentService();

/** Products and plans. */
export const handler = createHttpHandler(service, {
  'GET /v1/products': route(contracts.listEntries, (request) => respondToListProducts(service, request)),
  'GET /v1/products/{id}': route(contracts.readEntry, (request) => respondToReadProduct(service, request)),
  'PUT /v1/products/{id}': route(
    contracts.putProduct,
    (request) => respondToPutProduct(service, request),
    (body, path) => pointAt(findIdMistakes(path, body)),
  ),
  'GET /v1/plans': route(contracts.listEntries, (request) => respondToListPlans(service, request)),
  'GET /v1/plans/{id}': route(contracts.readEntry, (request) => respondToReadPlan(service, request)),
  'PUT /v1/plans/{id}': route(
    contracts.putPlan,
    (request) => respondToPutPlan(service, request),
    (body, path) => findMorePlanMistakes(service, body, path),
  ),
});
