import { randomBytes } from 'node:crypto';
import { codeHint, formatCode, readCode } from '../../functions/core/code.ts';
import type { License, LicenseDetails } from '../../functions/core/license.ts';
import type { Plan } from '../../functions/core/plan.ts';
import { hashCode, hashEmail, hashOrder } from '../../functions/runtime/hashing.ts';
import type { Secrets } from '../../functions/runtime/secrets.ts';
import { writeShard } from '../../functions/store/counter-item.ts';
import { codeKey, counterShardKey, detailsKey, licenseKey } from '../../functions/store/keys.ts';
import { writeDetails, writeLicense } from '../../functions/store/license-item.ts';
import { pointerWrites } from '../../functions/store/pointers.ts';
import { transact } from '../../functions/store/transaction.ts';
import { aLicense, aPlan, MAC, PC, PHONE } from './states.ts';
import { START, type TestService } from './test-service.ts';

/** A license in the table, with its code. */
export interface Stored {
  readonly id: string;
  readonly code: string;
}

/** What a test cares about; the rest is a plain license of a plan with three desktops. */
export interface Wanted {
  readonly plan?: Partial<Plan>;
  readonly license?: Partial<License>;
  readonly details?: Partial<LicenseDetails>;
}

/** Stores the products that {@link aPlan} covers. */
export async function storeProducts({ service }: TestService): Promise<void> {
  for (const product of [PC, MAC, PHONE]) await service.licenses.catalog.putProduct(product, 0);
}

/** Stores a plan as its first revision. */
export async function storePlan({ service }: TestService, over: Partial<Plan>): Promise<Plan> {
  const plan = aPlan(over);
  const known = await service.licenses.catalog.readNewestPlan(plan.id);
  if (known !== null) return known;
  await service.licenses.catalog.putPlan(plan, 0);
  return plan;
}

/** Stores a license as issuing does. */
export async function storeLicense(test: TestService, wanted: Wanted = {}): Promise<Stored> {
  const { service, secrets } = test;
  const plan = await storePlan(test, wanted.plan ?? {});
  const id = `lic_${randomBytes(12).toString('base64url')}`;
  const code = formatCode(randomBytes(12));
  const read = readCode(code);
  if ('problem' in read) throw new Error('a code that is not one');
  const license = aLicense({
    id,
    plan,
    issuedAt: START,
    sweptTo: START,
    codeHint: codeHint(read.code),
    ...wanted.license,
  });
  const details = { batch: 'batch-1', customer: null, orderId: null, ...wanted.details };
  const [hashed] = hashCode(secrets, read.code);
  const shards = Object.entries(license.seats).flatMap(([seatClass, pool]) =>
    pool.shards.map((shard, index) => ({ put: counterShardKey(id, seatClass, index), item: writeShard(shard) })),
  );
  await transact(service.ledger, [
    { put: licenseKey(id), item: writeLicense(license) },
    { put: detailsKey(id), item: writeDetails(details) },
    { put: codeKey(hashed?.version ?? 0, hashed?.hash ?? ''), item: { l: id, v: 1 } },
    ...shards,
    ...pointerWrites({ license, batch: details.batch, ...hashesOf(secrets, details) }),
  ]);
  return { id, code };
}

function hashesOf(secrets: Secrets, { customer, orderId }: LicenseDetails) {
  const email = customer?.email?.toLowerCase();
  return {
    emailHash: email === undefined ? null : hashEmail(secrets, email),
    orderHash: orderId === null ? null : hashOrder(secrets, orderId),
  };
}

/** Activates a code on a device through the service itself. */
export async function activateOn(
  test: TestService,
  code: string,
  fingerprint: string,
): Promise<Record<string, unknown>> {
  const device = { fingerprint: fingerprint.padEnd(16, '.'), platform: 'windows', name: fingerprint };
  const answer = await test.ask('activate', 'POST /v1/activations', { body: { code, product: PC.id, device } });
  if (answer.statusCode !== 201 && answer.statusCode !== 200) throw new Error(`not activated: ${answer.body}`);
  return answer.json;
}
