import type { ActivationAnswer, DeactivationAnswer } from '../http/schemas/device-answer.ts';
import type { AnswerTaker } from './answer-taker.ts';
import type { ActivationChoices, Setup } from './options.ts';
import type { Outcome, Problem } from './outcome.ts';
import { activationBody, deactivationBody } from './requests.ts';
import type { StateStore } from './state.ts';

/**
 * For a device without network. A request file is the body of a call: any other computer posts it as it is and saves
 * the answer, which is brought back (docs/offline.md has the commands). The application must ship the key set: one
 * that came with the answer would vouch for any answer.
 */
export interface AirGap {
  /** @returns the text to `POST /v1/activations`; the same again for a later lease (R3.2) */
  writeActivationRequest(code: string, choices?: ActivationChoices): Promise<string>;
  /**
   * @param answer the text that came back, also that of a refusal
   * @returns `trouble` when the text is no answer, or its lease is not for this device or older than the one at hand
   */
  readActivationAnswer(answer: string): Promise<Outcome<ActivationAnswer>>;
  /** @returns the text to `POST /v1/deactivations`, null without an activation; the lease is dropped here and now */
  writeReleaseRequest(): Promise<string | null>;
  readReleaseAnswer(answer: string): Promise<Outcome<DeactivationAnswer>>;
}

function parseAnswer<T>(text: string, field: keyof T & string): Outcome<T> {
  try {
    const content = JSON.parse(text) as object;
    if (field in content) return { kind: 'answer', answer: content as T };
    if ('code' in content) return { kind: 'refused', problem: content as Problem, retryAfterSeconds: null };
  } catch {
    // Not JSON, or not an object: a page that was saved in its place.
  }
  return { kind: 'trouble', retryAfterSeconds: null };
}

export function createAirGap(setup: Setup, states: StateStore, taker: AnswerTaker): AirGap {
  return {
    async writeActivationRequest(code, choices = {}) {
      return JSON.stringify(await activationBody(setup, code, choices));
    },

    async readActivationAnswer(text) {
      const outcome = parseAnswer<ActivationAnswer>(text, 'activationId');
      if (outcome.kind !== 'answer') return outcome;
      const isTaken = await taker.activated(outcome.answer, { sentAt: null, nonce: null });
      return isTaken ? outcome : { kind: 'trouble', retryAfterSeconds: null };
    },

    async writeReleaseRequest() {
      const { activationId } = await states.read();
      if (activationId === null) return null;
      const body = JSON.stringify(await deactivationBody(setup, activationId));
      // From here on the seat may be somebody else's.
      await states.update((state) => ({ ...state, lease: null }));
      return body;
    },

    async readReleaseAnswer(text) {
      const outcome = parseAnswer<DeactivationAnswer>(text, 'released');
      if (outcome.kind === 'answer') await taker.deactivated(outcome.answer);
      return outcome;
    },
  };
}
