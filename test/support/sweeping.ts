import { partitions } from '../../functions/store/keys.ts';
import type { SweepReport } from '../../functions/sweep/sweep.ts';
import type { TestService } from './test-service.ts';

/** Sweeps now, as the schedule would: by default everything. */
export async function sweepNow({ service, clock }: TestService, only = partitions('DUE')): Promise<SweepReport> {
  const { sweep } = await import('../../functions/sweep/sweep.ts');
  return sweep(service, { now: clock.now(), requestId: 'sweep', partitions: only, remainingTime: () => 60_000 });
}
