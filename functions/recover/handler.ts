import { confirmRecovery, requestRecovery } from '../http/contracts/owner.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { openMailQueue } from '../runtime/mail-queue.ts';
import { againstGuessing, currentService } from '../service.ts';
import { confirm } from './confirm.ts';
import { requestMail } from './request.ts';

const service = currentService();
const { recoveriesPerWindow: perSource } = readEnvironment(process.env, ['recoveriesPerWindow']);
const way = { mailQueue: openMailQueue(process.env), perSource };

/** How owners get back a lost code (R12). */
export const handler = createHttpHandler(service, {
  'POST /v1/recoveries': route(requestRecovery, (request) => requestMail(service, way, request)),
  'POST /v1/recoveries/confirm': route(confirmRecovery, (request) =>
    againstGuessing(service, request, () => confirm(service, request)),
  ),
});
