import type { ActivationAnswer, DeactivationAnswer, ValidationAnswer } from '../http/schemas/device-answer.ts';
import type { LeaseKeeper, LeaseOrigin } from './lease-keeper.ts';
import type { Change, StateStore } from './state.ts';

/** Takes the service's answers into the state; the same for an answer of now and for one from a file. */
export interface AnswerTaker {
  /** @returns whether the answer's lease was taken, true for an answer without one */
  activated(answer: ActivationAnswer, origin: LeaseOrigin): Promise<boolean>;
  /** @param asked the activation that the question was about */
  validated(answer: ValidationAnswer, origin: LeaseOrigin, asked: string): Promise<boolean>;
  deactivated(answer: Pick<DeactivationAnswer, 'promoted'>): Promise<void>;
}

export function createAnswerTaker(states: StateStore, keeper: LeaseKeeper): AnswerTaker {
  return {
    async activated(answer, origin) {
      const { role, activationId, license, lease } = answer;
      const change: Change = (state) => {
        const inForce = role === 'active' || state.activationId === null;
        return {
          ...state,
          ...(inForce && { activationId }),
          ...(role === 'active' ? { license } : { reserve: license }),
          ...(lease === null && { lease: null }),
        };
      };
      if (lease !== null) {
        if ((await keeper.accept(lease, origin, change)) === null) return true;
        // A file may be another device's; an answer of now tells of an activation of ours even if its lease cannot be read.
        if (origin.sentAt === null) return false;
      }
      await states.update(change);
      return lease === null;
    },

    async validated(answer, origin, asked) {
      const { lease, verdict, remedy, license, reserve } = answer;
      const change: Change = (state) =>
        // It was given back, or another took over, while the answer was on its way.
        state.activationId === asked
          ? {
              ...state,
              activationId: answer.activationId ?? asked,
              license,
              reserve,
              ...(lease === null && { lease: null, no: { verdict, remedy } }),
            }
          : state;
      if (lease !== null) return (await keeper.accept(lease, origin, change)) === null;
      await states.update(change);
      return true;
    },

    async deactivated({ promoted }) {
      await states.update((state) => ({
        ...state,
        activationId: promoted,
        lease: null,
        no: null,
        license: null,
        reserve: null,
      }));
    },
  };
}
