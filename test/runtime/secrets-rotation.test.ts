import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hashCode } from '../../functions/runtime/hashing.ts';
import { formatSecrets, parseSecrets } from '../../functions/runtime/secrets-document.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';
import {
  activateSigningKey,
  addSigningKey,
  removeSigningKey,
  rotatePepper,
  withdrawSigningKey,
} from '../../functions/runtime/secrets-rotation.ts';
import { publicKeySet } from '../../functions/runtime/signing.ts';

const FRESH = createSecrets();
const FIRST = FRESH.signing.active;
const published = (secrets: typeof FRESH) => publicKeySet(secrets).keys.map((key) => key.kid);

describe('rotating signing keys', () => {
  const added = addSigningKey(FRESH);
  const [, second = ''] = published(added);

  it('publishes the next key first, signs with it then, and drops the former one last', () => {
    expect([added.signing.active, published(added)]).toEqual([FIRST, [FIRST, second]]);
    const active = activateSigningKey(added, second);
    expect([active.signing.active, published(active)]).toEqual([second, [FIRST, second]]);
    expect(published(removeSigningKey(active, FIRST))).toEqual([second]);
  });

  it('a withdrawn active key is followed by the newest other one', () => {
    const withdrawn = withdrawSigningKey(added, FIRST);
    expect([withdrawn.signing.active, published(withdrawn)]).toEqual([second, [second]]);
    expect(withdrawSigningKey(added, second).signing.active).toBe(FIRST);
  });

  it('the only key that is withdrawn is followed by a fresh one', () => {
    const withdrawn = withdrawSigningKey(FRESH, FIRST);
    expect(published(withdrawn)).toEqual([withdrawn.signing.active]);
    expect(withdrawn.signing.active).not.toBe(FIRST);
    expect(parseSecrets(formatSecrets(withdrawn))).toEqual(withdrawn);
  });

  it('never leaves the service without a key that signs', () => {
    expect(() => removeSigningKey(FRESH, FIRST)).toThrow('the active key cannot be removed');
    expect(() => activateSigningKey(withdrawSigningKey(added, second), second)).toThrow(
      'a withdrawn key signs nothing',
    );
    expect(() => activateSigningKey(FRESH, 'unknown')).toThrow('there is no signing key with this kid');
  });

  it('R1.5 a rotated pepper finds the codes of the one before', () => {
    const rotated = rotatePepper(FRESH);
    const [now, before] = hashCode(rotated, '0123456789ABCDEFGHJK');
    expect(before).toEqual(hashCode(FRESH, '0123456789ABCDEFGHJK')[0]);
    expect(now?.version).toBe(2);
    expect(rotated.device).toBe(FRESH.device);
  });

  it('goes through a pipe, as an operator does it', () => {
    const program = fileURLToPath(new URL('../../infra/local/secrets.ts', import.meta.url));
    const run = (args: string[], input = '') =>
      execFileSync(process.execPath, [program, ...args], { input, stdio: 'pipe' }).toString();
    const created = run(['create']);
    const next = parseSecrets(run(['add-key'], created));
    const [former = '', kid = ''] = published(next);
    const active = parseSecrets(run(['activate-key', kid], formatSecrets(next)));
    expect(active.signing.active).toBe(kid);
    expect(published(parseSecrets(run(['remove-key', former], formatSecrets(active))))).toEqual([kid]);
    expect(() => run(['nonsense'])).toThrow('usage');
  });
});
