import { afterEach, expect, test, vi } from 'vitest';
import { createLog } from '../../functions/runtime/log.ts';
import { formatSecrets } from '../../functions/runtime/secrets-document.ts';
import { createSecrets } from '../../functions/runtime/secrets-file.ts';
import { openService } from '../../functions/service.ts';

const fetchSecretText = vi.hoisted(() => vi.fn<() => Promise<string>>());
vi.mock('../../functions/runtime/secrets-manager.ts', () => ({ fetchSecretText }));

afterEach(() => void vi.restoreAllMocks());

test('secrets that cannot be read again stay in use, and the log tells so', async () => {
  fetchSecretText.mockResolvedValueOnce(formatSecrets(createSecrets()));
  fetchSecretText.mockRejectedValue(new Error('Secrets Manager answered 500'));
  const lines: string[] = [];
  const service = openService(
    {
      LATCHKEY_TABLE: 'latchkey',
      LATCHKEY_ISSUER: 'https://licenses.example',
      LATCHKEY_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:latchkey',
    },
    { log: createLog({ level: 'info', now: () => 0, write: (line) => lines.push(line) }) },
  );
  const held = await service.secrets();
  const elapsed = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => elapsed + 10 * 60_000);
  expect(await service.secrets()).toBe(held);
  expect(fetchSecretText).toHaveBeenCalledTimes(2);
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { event: 'secrets.refresh_failed', level: 'warn', faultName: 'Error' },
  ]);
  expect(lines.join()).not.toContain('500');
});
