import { open } from '../http/contracts/open.ts';
import { createHttpHandler } from '../http/endpoint.ts';
import { route } from '../http/route.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { createLog } from '../runtime/log.ts';
import { respondWithAsset, respondWithPage } from './respond.ts';

const { logLevel } = readEnvironment(process.env, ['logLevel']);
const log = createLog({ level: logLevel, now: systemClock });

/** The pages for operators and owners, and the files that they load. */
export const handler = createHttpHandler(
  { clock: systemClock, log },
  {
    'GET /console': route(open, ({ headers }) => respondWithPage('console', headers)),
    'GET /console/{asset+}': route(open, ({ path, headers }) => respondWithAsset(`console/${path.asset}`, headers)),
    'GET /portal': route(open, ({ headers }) => respondWithPage('portal', headers)),
    'GET /portal/{asset+}': route(open, ({ path, headers }) => respondWithAsset(`portal/${path.asset}`, headers)),
  },
);
