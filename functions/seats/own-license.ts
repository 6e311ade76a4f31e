import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { readTypedCode } from '../http/typed-code.ts';
import type { Secrets } from '../runtime/secrets.ts';
import type { Service } from '../service.ts';
import { codeKeys, findCode } from '../store/licenses.ts';
import { readItems } from '../store/read.ts';
import { readSettled, type SettledLicense } from '../store/settled-licenses.ts';

/**
 * The license behind a code that its owner typed, strongly read. A rotated code lists and frees nothing (R4.3): whoever
 * has it may be the one from whom the owner took it.
 */
export async function readOwnLicense(
  service: Service,
  secrets: Secrets,
  typed: string,
  now: number,
): Promise<SettledLicense | Refusal> {
  const { licenses: reader, imports } = service;
  const code = await readTypedCode(secrets, typed, () => imports.exists(now));
  if (isRefusal(code)) return code;
  const entry = findCode(await readItems(reader.database, codeKeys(code.hashes), true), code.hashes);
  const settled = entry === null ? null : await readSettled(reader, entry.license, now);
  if (entry === null || settled === null) return code.unknown;
  return entry.codeVersion < settled.license.codeVersion ? refuse('code_rotated') : settled;
}
