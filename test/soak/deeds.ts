import type { Answered } from '../support/http-event.ts';
import type { RandomFaults } from '../support/random-faults.ts';
import { PC } from '../support/states.ts';
import type { TestService } from '../support/test-service.ts';
import type { SoakDevice, SoakLicense } from './shelf.ts';

/** What may race in a run, and how often each is done. */
const DEEDS = [
  ['activate', 34],
  ['release', 20],
  ['validate', 38],
  ['extend', 3],
  ['block', 2],
  ['unblock', 3],
] as const;
const ALL = DEEDS.reduce((sum, [, weight]) => sum + weight, 0);

export type Deed = (typeof DEEDS)[number][0];

/** How often a client asks again before it gives up. */
const PATIENCE = 8;

/** What a run has done so far. */
export class Tally {
  readonly done: Record<string, number> = {};
  readonly refused: Record<string, number> = {};
  disturbed = 0;
  repeated = 0;
  givenUp = 0;
  /** Answers that no rule allows. */
  readonly wrong: string[] = [];
}

export interface Run {
  readonly shop: TestService;
  readonly faults: RandomFaults;
  readonly random: () => number;
  readonly tally: Tally;
}

/** Picks what is done next. */
export function pickDeed(random: () => number): Deed {
  let at = random() * ALL;
  for (const [deed, weight] of DEEDS) {
    at -= weight;
    if (at < 0) return deed;
  }
  return 'validate';
}

/** Does one thing to a license, as a client or an operator that asks again until there is an answer. */
export async function act(run: Run, deed: Deed, license: SoakLicense): Promise<void> {
  if (deed === 'activate' || deed === 'release' || deed === 'validate') {
    const device = pickDevice(run, license, deed);
    if (device === undefined) return;
    device.busy = true;
    try {
      await actOnDevice(run, deed, license, device);
    } finally {
      device.busy = false;
    }
  } else {
    const body = { reason: 'soak', ...(deed === 'extend' && { days: 1 }) };
    const headers = { 'idempotency-key': `${deed}-${run.random()}` };
    const route = `POST /v1/licenses/{id}/${deed}`;
    const answer = await insist(run, () =>
      run.shop.operate('operate', route, { path: { id: license.id }, body, headers }),
    );
    if (answer !== null && answer.statusCode !== 200) run.tally.wrong.push(`${deed} ${answer.body}`);
  }
  run.tally.done[deed] = (run.tally.done[deed] ?? 0) + 1;
}

function pickDevice({ random }: Run, { devices }: SoakLicense, deed: Deed): SoakDevice | undefined {
  const fit = devices.filter(({ busy, activationId }) => !busy && (deed === 'activate' || activationId !== null));
  return fit[Math.floor(random() * fit.length)];
}

async function actOnDevice(run: Run, deed: Deed, { code }: SoakLicense, device: SoakDevice): Promise<void> {
  const { shop, tally } = run;
  const { fingerprint, activationId } = device;
  const wasActive = device.active;
  if (deed === 'activate') {
    const body = { code, product: PC.id, device: { fingerprint, platform: 'windows' } };
    device.active = null;
    const answer = await insist(run, () => shop.ask('activate', 'POST /v1/activations', { body }), device);
    if (answer === null) return;
    const { statusCode = 0, json } = answer;
    if (statusCode < 300)
      Object.assign(device, { active: true, doubt: false, activationId: String(json.activationId) });
    else {
      tally.refused[String(json.code)] = (tally.refused[String(json.code)] ?? 0) + 1;
      device.active = wasActive;
      // Nobody who has a seat is refused for seats (R3.2).
      if (wasActive === true && json.code === 'seat_limit_reached') tally.wrong.push('a seat was lost');
    }
  } else if (deed === 'release') {
    const body = { activationId, device: { fingerprint } };
    device.active = null;
    const answer = await insist(run, () => shop.ask('deactivate', 'POST /v1/deactivations', { body }));
    if (answer === null) return;
    if (answer.statusCode === 200) Object.assign(device, { active: false, doubt: false });
    else tally.wrong.push(`release ${answer.body}`);
  } else {
    const body = { activationId, device: { fingerprint } };
    const answer = await insist(run, () => shop.ask('validate', 'POST /v1/validations', { body }));
    if (answer === null) return;
    if (answer.statusCode !== 200) tally.wrong.push(`validate ${answer.body}`);
    if (wasActive === true && answer.json.verdict === 'NOT_ACTIVATED') tally.wrong.push('an activation was lost');
    if (wasActive === false && answer.json.valid === true) tally.wrong.push('valid after its release');
  }
}

/** Asks until there is an answer. @returns null when there is none at last */
async function insist(run: Run, ask: () => Promise<Answered>, device?: SoakDevice): Promise<Answered | null> {
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    if (tries > 0) run.tally.repeated += 1;
    const { result, disturbed, doubt } = await run.faults.run(ask);
    if (device !== undefined && doubt) device.doubt = true;
    if (disturbed && tries === 0) run.tally.disturbed += 1;
    const { statusCode = 0, json } = result;
    if (statusCode < 500 && json.retryable !== true) return result;
  }
  run.tally.givenUp += 1;
  return null;
}
