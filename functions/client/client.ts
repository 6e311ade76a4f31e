import type { ActivationAnswer, DeactivationAnswer, ValidationAnswer } from '../http/schemas/device-answer.ts';
import { type AirGap, createAirGap } from './air-gap.ts';
import { createAnswerTaker } from './answer-taker.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
import { type ActivationChoices, type ClientOptions, withDefaults } from './options.ts';
import type { Outcome } from './outcome.ts';
import { createOwnerCalls, type OwnerCalls } from './owner-calls.ts';
import { createRefresher, type Troubles } from './refresh.ts';
import { activationBody, deactivationBody, validationBody } from './requests.ts';
import { createStateStore } from './state.ts';
import type { Status } from './status.ts';
import { readStatus } from './status-reader.ts';
import { createTransport } from './transport.ts';

export type { Device } from './device.ts';
export type { PublicKeySet, VerifySignature } from './lease-check.ts';
export type { ActivationChoices, ClientOptions } from './options.ts';
export type { Outcome, Problem, Refused, Seat, Trouble } from './outcome.ts';
export type { Store } from './state.ts';
export type { Status } from './status.ts';
export type { ActivationAnswer, AirGap, DeactivationAnswer, OwnerCalls };

/** A licensed application's side of the service. Calls reject only when the store or a callback does. */
export interface LicenseClient extends OwnerCalls, AirGap {
  /** What the application shall do now, from memory and clock; needs no network. */
  status(): Promise<Status>;
  /** Keeps the lease fresh in the background until `stop`. @returns the status from memory, without waiting */
  start(): Promise<Status>;
  stop(): void;
  /** Activates a code on this device; when no seat is free, asks `chooseSeat` once. */
  activate(code: string, choices?: ActivationChoices): Promise<Outcome<ActivationAnswer>>;
  /** Asks the service now. @returns the status after its answer, or after trouble the one from memory */
  validate(): Promise<Status>;
  /** Gives this device's seat back. @returns null when the device is not activated */
  deactivate(): Promise<Outcome<DeactivationAnswer> | null>;
}

const NO_TROUBLE: Troubles = { count: 0, retryAfterSeconds: null };

export function createClient(options: ClientOptions): LicenseClient {
  const setup = withDefaults(options);
  const { now, onStatus, chooseSeat } = setup;
  const send = createTransport(setup);
  const states = createStateStore(setup.store);
  const keeper = createLeaseKeeper(setup, states, send);
  const taker = createAnswerTaker(states, keeper);
  const refresher = createRefresher(setup, look);
  let troubles = NO_TROUBLE;
  let told = '';

  const status = () => readStatus(setup, states, keeper);

  async function settle(): Promise<Status> {
    const current = await status();
    refresher.replan(current, troubles);
    const { run, reason, verdict } = current;
    const news = [run, reason, verdict].join();
    const isNew = news !== told;
    told = news;
    if (isNew) onStatus?.(current);
    return current;
  }

  function note(isTrouble: boolean, retryAfterSeconds: number | null) {
    troubles = isTrouble ? { count: troubles.count + 1, retryAfterSeconds } : NO_TROUBLE;
  }

  /** Not before there is something to verify: an application that nobody has activated calls nobody. */
  async function renewKeys(): Promise<void> {
    const { activationId, lease } = await states.read();
    if (activationId !== null || lease !== null) await keeper.renewKeys();
  }

  async function ask(): Promise<Status> {
    const { activationId } = await states.read();
    if (activationId === null) return settle();
    const sentAt = now();
    const body = await validationBody(setup, activationId);
    const { nonce } = body;
    const outcome = await send<ValidationAnswer>('verdict', '/v1/validations', body);
    // Without our nonce it is an old answer, or somebody else's; a refusal here is never about the license.
    const isOurs = outcome.kind === 'answer' && outcome.answer.nonce === nonce;
    const isTaken = isOurs && (await taker.validated(outcome.answer, { sentAt, nonce }, activationId));
    note(!isTaken, outcome.kind === 'answer' ? null : outcome.retryAfterSeconds);
    return settle();
  }

  async function validate(): Promise<Status> {
    await renewKeys();
    return ask();
  }

  /** One look in the background: what rejects (the store, a callback) is met again at the next call. */
  async function look(): Promise<void> {
    try {
      // First, and whatever the lease says: one that a withdrawn key has signed may never be due.
      await renewKeys();
      const { reason, refresh } = await status();
      await (refresh || reason === 'refused' ? ask() : settle());
    } catch {
      note(true, null);
      refresher.replan(null, troubles);
    }
  }

  async function activate(code: string, choices: ActivationChoices = {}): Promise<Outcome<ActivationAnswer>> {
    const sentAt = now();
    const outcome = await send<ActivationAnswer>(
      'activationId',
      '/v1/activations',
      await activationBody(setup, code, choices),
    );
    if (outcome.kind === 'answer') {
      const isTaken = await taker.activated(outcome.answer, { sentAt, nonce: null });
      note(!isTaken, null);
      // Without a lease the license has ended already (R3.2): only a validation says how. Beside the license of another
      // product of this device (R6.1) the lease is that one's: a validation brings our own.
      await (isTaken && outcome.answer.lease !== null ? settle() : validate());
    } else if (outcome.kind === 'refused' && outcome.problem.code === 'seat_limit_reached' && !choices.releaseSeat) {
      const { seats } = outcome.problem;
      const releaseSeat = seats?.length ? await chooseSeat?.(seats, outcome.problem) : null;
      if (releaseSeat) return activate(code, { ...choices, releaseSeat });
    }
    return outcome;
  }

  async function deactivate() {
    const { activationId } = await states.read();
    if (activationId === null) return null;
    const body = await deactivationBody(setup, activationId);
    const outcome = await send<DeactivationAnswer>('released', '/v1/deactivations', body);
    if (outcome.kind === 'answer') {
      await taker.deactivated(outcome.answer);
      await validate();
    }
    return outcome;
  }

  return {
    ...createOwnerCalls(send),
    ...createAirGap(setup, states, taker),
    status,
    async start() {
      refresher.start();
      const current = await settle();
      if (current.refresh || current.run !== 'off') void look();
      return current;
    },
    stop: () => refresher.stop(),
    activate,
    validate,
    deactivate,
  };
}
