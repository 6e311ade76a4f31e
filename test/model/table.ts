/** One history being played: the service and the model side by side, and what has happened so far. */
import type { RequestParts } from '../support/http-event.ts';
import type { Expected } from './answers.ts';
import { demandEqual } from './difference.ts';
import { passTime } from './hand-over.ts';
import type { Answer, HandlerName, Lane } from './lane.ts';
import { Promises } from './promises.ts';
import type { ModelActivation, ModelLicense, Shop } from './shop.ts';

export class Table {
  readonly lane: Lane;
  readonly shop: Shop;
  readonly promises = new Promises();
  /** Readable, for a counter-example. */
  readonly trace: string[] = [];

  constructor(lane: Lane, shop: Shop) {
    this.lane = lane;
    this.shop = shop;
    lane.setClock(shop.now);
  }

  moveTo(now: number): void {
    passTime(this.shop, now);
    this.lane.setClock(now);
  }

  /** Every change comes at an instant of its own, so that before and after are never the same. */
  tick(): void {
    this.moveTo(this.shop.now + 1);
  }

  async send(handler: HandlerName, route: string, parts: RequestParts): Promise<Answer> {
    const { status, body } = await this.lane.call(handler, route, parts);
    const answer = {
      status,
      body: { ...body, ...(typeof body.lease === 'string' && { lease: claimsOf(body.lease) }) },
    };
    this.promises.watch(answer);
    return answer;
  }

  /** Holds an answer of the service against that of the model. */
  compare(what: string, expected: Expected, actual: Answer): void {
    const { now } = this.shop;
    const { code, verdict, role } = actual.body;
    const said = [actual.status, code, verdict, role]
      .flatMap((one) => (typeof one === 'object' ? [] : (one ?? [])))
      .map(String)
      .join(' ');
    this.trace.push(`${new Date(now).toISOString()}  ${what} -> ${said}`);
    demandEqual(what, expected, actual);
  }

  codeAt(at: number): ModelLicense {
    return pickFrom(this.shop.licenses, at) ?? fail();
  }

  activationAt(at: number): ModelActivation | null {
    return pickFrom(this.shop.activations, at);
  }

  nameOf(license: ModelLicense): string {
    return `code ${this.shop.licenses.indexOf(license)} (${license.plan.id})`;
  }

  nameOfActivation(one: ModelActivation): string {
    const at = this.shop.activations.indexOf(one);
    return `activation ${at} (${this.nameOf(one.license)} on ${one.slot.device.name}, ${one.seatClass}, ${one.standing})`;
  }
}

export function pickFrom<T>(list: readonly T[], at: number): T | null {
  return list.length === 0 ? null : (list[at % list.length] ?? null);
}

function fail(): never {
  throw new Error('a history without a code');
}

function claimsOf(lease: string): unknown {
  return JSON.parse(Buffer.from(lease.split('.')[1] ?? '', 'base64url').toString());
}
