import * as contracts from '../contracts/catalog.ts';
import { importCodes, issueCodes } from '../contracts/issuing.ts';
import { codesAnswer, importAnswer, plansAnswer, productsAnswer } from '../schemas/operator-answer.ts';
import { planAnswer } from '../schemas/plan.ts';
import { productAnswer } from '../schemas/product.ts';
import * as example from './examples.ts';
import type { Operation } from './operation.ts';

/** The catalog, and the codes that are issued under it. */
export const CATALOG_OPERATIONS: readonly Operation[] = [
  {
    key: 'GET /v1/products',
    id: 'listProducts',
    tag: 'catalog',
    summary: 'List products',
    contract: contracts.listEntries,
    answers: {
      200: {
        description: 'A page of products',
        schema: productsAnswer,
        example: { items: [example.product], next: null },
      },
    },
    problems: [],
  },
  {
    key: 'GET /v1/products/{id}',
    id: 'readProduct',
    tag: 'catalog',
    summary: 'Read a product',
    contract: contracts.readEntry,
    answers: { 200: { description: 'The product', schema: productAnswer, example: example.product } },
    problems: [],
  },
  {
    key: 'PUT /v1/products/{id}',
    id: 'putProduct',
    tag: 'catalog',
    summary: 'Create or change a product',
    contract: contracts.putProduct,
    example: example.product,
    answers: {
      200: { description: 'The product as it is now', schema: productAnswer, example: example.product },
    },
    problems: ['catalog_conflict'],
  },
  {
    key: 'GET /v1/plans',
    id: 'listPlans',
    tag: 'catalog',
    summary: 'List plans',
    contract: contracts.listEntries,
    answers: {
      200: { description: 'A page of plans', schema: plansAnswer, example: { items: [example.plan], next: null } },
    },
    problems: [],
  },
  {
    key: 'GET /v1/plans/{id}',
    id: 'readPlan',
    tag: 'catalog',
    summary: 'Read the newest revision of a plan',
    contract: contracts.readEntry,
    answers: { 200: { description: 'The plan', schema: planAnswer, example: example.plan } },
    problems: [],
  },
  {
    key: 'PUT /v1/plans/{id}',
    id: 'putPlan',
    tag: 'catalog',
    summary: 'Create a plan, or a new revision of it',
    description: 'Licenses keep the revision under which they were issued.',
    contract: contracts.putPlan,
    example: example.plan,
    answers: {
      200: { description: 'The newest revision', schema: planAnswer, example: example.plan },
    },
    problems: [],
  },
  {
    key: 'POST /v1/codes',
    id: 'issueCodes',
    tag: 'licenses',
    summary: 'Issue codes',
    description: 'The codes are answered here alone; the same idempotency key gives them again for 24 hours.',
    contract: issueCodes,
    example: { plan: 'office-security-1y', quantity: 1, batch: 'autumn-2026', customer: { email: 'ada@example.com' } },
    answers: {
      201: {
        description: 'The codes',
        schema: codesAnswer,
        example: { batch: 'autumn-2026', codes: [{ code: example.CODE, licenseId: example.LICENSE_ID }] },
      },
    },
    problems: ['plan_unknown'],
  },
  {
    key: 'POST /v1/codes/import',
    id: 'importCodes',
    tag: 'licenses',
    summary: 'Import keys that another system gave out',
    contract: importCodes,
    example: { plan: 'office-security-1y', items: [{ key: 'OLD-KEY-0123-4567-89' }] },
    answers: {
      201: {
        description: 'A license or a refusal for each item, in their order',
        schema: importAnswer,
        example: { items: [{ licenseId: example.LICENSE_ID }] },
      },
    },
    problems: ['plan_unknown'],
  },
];
