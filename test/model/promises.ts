/** What must hold of the service's own answers, whatever the model says. */
import { demand, demandEqual } from './difference.ts';
import type { Answer } from './lane.ts';

interface License {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly startedAt: string | null;
  readonly expiresAt: string | null;
  readonly seats: Readonly<Record<string, { readonly limit: number | null; readonly used: number }>>;
}

const NEVER = Number.POSITIVE_INFINITY;
const PAID = ['commercial', 'subscription'];

export class Promises {
  private readonly licenses = new Map<string, License>();
  private readonly trials = new Map<string, string>();
  private readonly paid = new Set<string>();
  /** Classes whose limit was once lowered: nobody is evicted (R4.6). */
  private readonly lowered = new Set<string>();

  watch({ status, body }: Answer): void {
    if (status >= 400) return;
    const whole = typeof body.plan === 'string' ? body : null;
    for (const license of [whole, body.license, body.reserve]) {
      if (typeof license === 'object' && license !== null) this.see(license as unknown as License);
    }
  }

  private see(license: License): void {
    const before = this.licenses.get(license.id);
    this.licenses.set(license.id, license);
    for (const [seatClass, { limit, used }] of Object.entries(license.seats)) {
      const name = `${license.id} ${seatClass}`;
      const old = before?.seats[seatClass]?.limit;
      if (typeof limit === 'number' && (old === null || (old ?? 0) > limit)) this.lowered.add(name);
      const mayBeFuller = limit === null || this.lowered.has(name);
      demand(mayBeFuller || used <= limit, `R4.2 ${used} of ${limit} seats of ${name} are taken`);
    }
    if (before === undefined || before.startedAt === null) return;
    demandEqual(`R2.2 one start of ${license.id}`, before.startedAt, license.startedAt);
    const [earlier, until] = [before.expiresAt, license.expiresAt].map((at) => (at === null ? NEVER : Date.parse(at)));
    demand((until ?? 0) >= (earlier ?? 0), `R2.7 the term of ${license.id} has become shorter`);
  }

  /** R5.1–R5.3: a code has been activated on a device. */
  inForce(slot: string, { id, kind }: { readonly id: string; readonly kind: string }, isNew: boolean): void {
    if (kind === 'trial' && isNew) {
      demandEqual(`R5.3 one trial of ${slot}`, this.trials.get(slot) ?? id, id);
      demand(!this.paid.has(slot), `R5.2 a trial after a paid license of ${slot}`);
      this.trials.set(slot, id);
    }
    if (PAID.includes(kind)) this.paid.add(slot);
  }

  /** Support forgave the device its trial. */
  forgive(slot: string): void {
    this.trials.delete(slot);
  }

  /** Of a validation, by id and by code: the same answer (docs/api.md). */
  agree(byId: Answer, byCode: Answer): void {
    const { role: _r, activationId: _a, ...one } = answerOf(byId);
    const { role: _s, activationId: _b, ...other } = answerOf(byCode);
    demandEqual('by id and by code', one, other);
  }

  /** R2.6: a sweep changes no answer. */
  unchanged(before: Answer, after: Answer): void {
    demandEqual('R2.6 before and after a sweep', answerOf(before), answerOf(after));
  }
}

/** An answer without its lease, which is never the same twice, and without counts, which may be old in large classes (R4.6). */
function answerOf({ body }: Answer): Readonly<Record<string, unknown>> {
  const { lease: _lease, license, reserve, ...rest } = body;
  return { ...rest, license: withoutCounts(license), reserve: withoutCounts(reserve) };
}

function withoutCounts(license: unknown): unknown {
  return typeof license === 'object' && license !== null ? { ...license, seats: null } : license;
}
