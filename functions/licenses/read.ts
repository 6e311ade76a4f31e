import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { lookUpLicense, readLicense } from '../http/contracts/licenses.ts';
import { operatedLicenseBody } from '../http/license-body.ts';
import type { HttpRequest } from '../http/route.ts';
import { readTypedCode } from '../http/typed-code.ts';
import type { Service } from '../service.ts';
import { codeKeys, findCode } from '../store/licenses.ts';
import { readItems } from '../store/read.ts';
import { countSettledSeats } from '../store/settled-counts.ts';
import { readSettled } from '../store/settled-licenses.ts';

/** `GET /v1/licenses/{id}`: as it stands now (R2.6), with exact counts. */
export async function read(
  service: Service,
  { path, now }: HttpRequest<typeof readLicense>,
): Promise<HttpAnswer | Refusal> {
  const settled = await readSettled(service.licenses, path.id, now);
  if (settled === null) return refuse('not_found');
  const license = await countSettledSeats(service.licenses, settled.license, now);
  return { status: 200, body: operatedLicenseBody(license, settled.details, now) };
}

/** `POST /v1/licenses/lookup`: the license behind a code, also behind one that was rotated: support asks about both. */
export async function lookUp(
  service: Service,
  { body, now }: HttpRequest<typeof lookUpLicense>,
): Promise<HttpAnswer | Refusal> {
  const { licenses: reader, imports } = service;
  const code = await readTypedCode(await service.secrets(), body.code, () => imports.exists(now));
  if (isRefusal(code)) return code;
  const entry = findCode(await readItems(reader.database, codeKeys(code.hashes), true), code.hashes);
  const settled = entry === null ? null : await readSettled(reader, entry.license, now);
  if (settled === null) return code.unknown;
  const license = await countSettledSeats(reader, settled.license, now);
  return { status: 200, body: operatedLicenseBody(license, settled.details, now) };
}
