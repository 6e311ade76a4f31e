import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { stackOf } from '../../support/middleware.ts';

/** The process ends: nothing that it still wanted of the database happens. */
class Killed extends Error {
  override readonly name = 'Killed';
}

/** Lets a process be killed at any of its database calls. */
export interface Killer {
  /** Before the n-th call from now, or just after it has been done; later calls do not happen either. */
  killAt(call: number, when: 'before' | 'after'): void;
  /** Everything works again. @returns whether the call was reached */
  stop(): boolean;
}

export function armKiller(client: DynamoDBClient): Killer {
  let plan: { left: number; readonly when: 'before' | 'after' } | null = null;
  stackOf(client).add(
    (next) => async (args) => {
      if (plan === null) return next(args);
      plan.left -= 1;
      if (plan.left < 0 || (plan.left === 0 && plan.when === 'before')) throw new Killed();
      const answer = await next(args);
      if (plan?.left === 0) throw new Killed();
      return answer;
    },
    { step: 'initialize', name: 'killer', priority: 'high' },
  );
  return {
    killAt: (call, when) => {
      plan = { left: call, when };
    },
    stop: () => {
      const reached = plan !== null && plan.left <= 0;
      plan = null;
      return reached;
    },
  };
}
