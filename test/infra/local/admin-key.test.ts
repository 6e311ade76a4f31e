import { expect, it } from 'vitest';
import { formatSecrets } from '../../../functions/runtime/secrets-document.ts';
import { createSecrets } from '../../../functions/runtime/secrets-file.ts';
import { anyEngine } from '../../support/engines.ts';
import { startService } from '../../support/local-service.ts';

it('takes only the key that it was started with last', { timeout: 120_000 }, async () => {
  const kept = {
    LATCHKEY_SECRETS: formatSecrets(createSecrets()),
    LATCHKEY_TABLE: `kept-${process.pid}-${Date.now()}`,
  };
  const read = { former: 0, latter: 0 };
  const first = await startService(anyEngine(), { ...kept, LATCHKEY_ADMIN_KEY: 'former-key' });
  expect((await first.call('GET', '/v1/products', undefined, { authorization: 'Bearer former-key' })).status).toBe(200);
  await first.stop();
  const second = await startService(anyEngine(), { ...kept, LATCHKEY_ADMIN_KEY: 'latter-key' });
  for (const name of ['former', 'latter'] as const) {
    const authorization = `Bearer ${name}-key`;
    read[name] = (await second.call('GET', '/v1/products', undefined, { authorization })).status;
  }
  await second.stop();
  expect(read).toEqual({ former: 401, latter: 200 });
});
