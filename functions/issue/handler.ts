import { importCodes, issueCodes } from '../http/contracts/issuing.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { currentService } from '../service.ts';
import { respondToImport } from './import.ts';
import { respondToIssue } from './issue.ts';

const service = currentService();

/** Codes that this service makes, and keys that another one made. */
export const handler = createHttpHandler(service, {
  'POST /v1/codes': route(issueCodes, (request) => respondToIssue(service, request)),
  'POST /v1/codes/import': route(importCodes, (request) => respondToImport(service, request)),
});
