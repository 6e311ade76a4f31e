import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { findFreePort } from '../../../infra/local/free-port.ts';

/** The first answer of a service that is starting; refused connections are no answer. */
async function firstAnswer(url: string): Promise<number> {
  for (;;) {
    try {
      return (await fetch(url)).status;
    } catch (fault) {
      const { code } = (fault as { cause?: NodeJS.ErrnoException }).cause ?? {};
      if (code !== 'ECONNREFUSED') throw fault;
      await delay(5);
    }
  }
}

it('answers whoever calls before it is ready, as soon as it is', { timeout: 120_000 }, async () => {
  const port = await findFreePort();
  const variables = { PORT: String(port), LATCHKEY_DATA: ':memory:', LATCHKEY_SWEEP_SECONDS: '0' };
  const service = spawn(process.execPath, ['infra/local/main.ts'], {
    env: { ...process.env, ...variables },
    stdio: 'ignore',
  });
  try {
    expect(await firstAnswer(`http://127.0.0.1:${port}/health`)).toBe(200);
  } finally {
    service.kill('SIGKILL');
    await once(service, 'exit');
  }
});
