import { text } from 'node:stream/consumers';
import type { Secrets } from '../../functions/runtime/secrets.ts';
import { formatSecrets, parseSecrets } from '../../functions/runtime/secrets-document.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';
import {
  activateSigningKey,
  addSigningKey,
  removeSigningKey,
  rotatePepper,
  withdrawSigningKey,
} from '../../functions/runtime/secrets-rotation.ts';

/** From the secrets on standard input to those on standard output; nothing touches a disk. */
const STEPS: Readonly<Record<string, (secrets: Secrets, kid: string) => Secrets>> = {
  'add-key': (secrets) => addSigningKey(secrets),
  'activate-key': activateSigningKey,
  'remove-key': removeSigningKey,
  'withdraw-key': withdrawSigningKey,
  'rotate-pepper': rotatePepper,
};

const [name = '', kid = ''] = process.argv.slice(2);
const step = STEPS[name];
if (name === 'create') {
  process.stdout.write(formatSecrets(createSecrets()));
} else if (step !== undefined) {
  const changed = step(parseSecrets(await text(process.stdin)), kid);
  for (const key of changed.signing.keys) {
    const role = key.kid === changed.signing.active ? 'active' : key.withdrawn ? 'withdrawn' : 'published';
    process.stderr.write(`${key.kid} ${role}\n`);
  }
  process.stdout.write(formatSecrets(changed));
} else {
  process.stderr.write(`usage: npm run -s secrets -- create | ${Object.keys(STEPS).join(' | ')} [kid]\n`);
  process.exitCode = 2;
}
