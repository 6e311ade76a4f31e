import { intercept } from './faults.ts';
import type { TestService } from './test-service.ts';

/** Lets `meanwhile` happen between what `call` has read and its first transaction. @throws when it writes nothing */
export async function meanwhileWriting<T>(
  { service }: TestService,
  meanwhile: () => Promise<unknown>,
  call: () => Promise<T>,
): Promise<T> {
  const { client } = service.ledger;
  let waiting = true;
  intercept(client, 'meanwhile', async (sent) => {
    if (waiting && sent.command === 'TransactWriteItemsCommand') {
      waiting = false;
      await meanwhile();
    }
    return sent.send();
  });
  const result = await call();
  client.middlewareStack.remove('meanwhile');
  if (waiting) throw new Error('nothing was written');
  return result;
}
