import type { Context } from 'aws-lambda';
import { readEnvironment } from '../runtime/environment.ts';
import { openBucket } from '../runtime/object-store.ts';
import { currentKeyless } from '../service.ts';
import { type AnchorReport, anchorDay } from './anchor.ts';

const service = currentKeyless();
const { anchorBucket: bucket, region } = readEnvironment(process.env, ['anchorBucket', 'region']);
const store = openBucket({ bucket, region });

/** The daily anchor of the audit (R14.1). */
export function handler(_event: object, context: Context): Promise<AnchorReport> {
  return anchorDay(service, store, () => context.getRemainingTimeInMillis());
}
