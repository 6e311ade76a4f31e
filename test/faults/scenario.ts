import type { Answered, RequestParts } from '../support/http-event.ts';
import { PC } from '../support/states.ts';
import { activateOn } from '../support/stored-license.ts';
import type { TestService } from '../support/test-service.ts';

/** What became of one try. */
export interface Outcome {
  readonly status: number;
  /** Whether whoever asked is to ask again. */
  readonly again: boolean;
}

/** Something that somebody does, and repeats until he has an answer. */
export interface Operation {
  /** The same at every call. */
  run(): Promise<Outcome>;
  /** What a repeat of something that was done unheard may answer instead of the first answer. */
  readonly repeated?: number;
  /** Some of what it writes may be left to the next time, which comes by itself. */
  readonly recurs?: boolean;
  /** Whoever asks again, asks for another one: twice done is right as well. */
  readonly twice?: boolean;
  /** Whoever repeats it must wait, so that what it sets for later is set a little later. */
  readonly drifts?: boolean;
}

/** An operation, and the state of the table that it begins with. */
export interface Scenario {
  readonly name: string;
  prepare(shop: TestService): Promise<Operation>;
}

/** A client waits this long when somebody seems to be at work on its request; nobody holds a row for longer. */
const WAITS_SECONDS = 31;

/** A request of an application: repeated, as it stands, after every answer that says so. */
export function asking(shop: TestService, name: string, route: string, parts: RequestParts, repeated?: number) {
  return operationOf(shop, () => shop.ask(name, route, parts), repeated);
}

/** A request of an operator, under one idempotency key. */
export function operating(shop: TestService, name: string, route: string, parts: RequestParts, repeated?: number) {
  const headers = { 'idempotency-key': 'key-of-the-scenario', ...parts.headers };
  return operationOf(shop, () => shop.operate(name, route, { ...parts, headers }), repeated);
}

function operationOf(shop: TestService, send: () => Promise<Answered>, repeated?: number): Operation {
  return {
    ...(repeated !== undefined && { repeated }),
    run: async () => {
      const { statusCode = 0, json } = await send();
      if (json.code === 'idempotency_conflict') shop.clock.advance(WAITS_SECONDS);
      return { status: statusCode, again: statusCode >= 500 || json.retryable === true };
    },
  };
}

/** A device as applications describe it. */
export function device(name: string, more: object = {}) {
  return { fingerprint: name.padEnd(16, '.'), platform: 'windows', name, ...more };
}

/** A device without a fingerprint. */
export function parts(board: string, disk: string, mac: string) {
  const hashed = (value: string) => value.padEnd(16, '0');
  return { components: { board: hashed(board), disk: hashed(disk), mac: hashed(mac) }, platform: 'windows' };
}

/** The activation of a code on a device. */
export function activating(shop: TestService, code: string, name: string, more: object = {}): Operation {
  const body = { code, product: PC.id, device: device(name), ...more };
  return asking(shop, 'activate', 'POST /v1/activations', { body });
}

/** Activates before the operation begins. @returns the activation's id */
export async function activated(shop: TestService, code: string, name: string): Promise<string> {
  return String((await activateOn(shop, code, name)).activationId);
}

/** What a call of an application answers before the operation begins. */
export async function answerTo(shop: TestService, name: string, route: string, body: object) {
  return (await shop.ask(name, route, { body })).json;
}
