import type { Context } from 'aws-lambda';
import type { SweepReport } from '../../functions/sweep/sweep.ts';
import type { Scene } from './scene.ts';

/** Longer than any sweep here. */
const TIME = 3_600_000;

/** Sweeps the whole table, or some partitions, by the deployed handler. */
export async function sweepAll(_scene: Scene, partitions?: readonly string[]): Promise<SweepReport> {
  const { handler } = await import('../../functions/sweep/handler.ts');
  const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => TIME } as Context;
  const Records = partitions && [{ body: JSON.stringify({ partitions }) }];
  return handler((Records === undefined ? {} : { Records }) as Parameters<typeof handler>[0], context);
}
