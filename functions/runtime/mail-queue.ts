import { readEnvironment } from './environment.ts';
import { describeFault, type Log } from './log.ts';
import { sendToQueue } from './queue.ts';

/** Tells the mail function that mails wait in the table. */
export interface MailQueue {
  /** Never fails: what is not told now is told by the next sweep. */
  wake(log: Log, requestId: string): Promise<void>;
}

/** Names no mail: whoever hears it sends all that wait. So it is the same whether or not there is anything to mail. */
const MESSAGE = JSON.stringify({ mails: 'waiting' });

/**
 * Opens the queue; on this machine there is none, and the local service looks for waiting mails itself.
 * @throws EnvironmentError in a deployed stage without the queue
 */
export function openMailQueue(variables: Readonly<Record<string, string | undefined>>): MailQueue {
  if (readEnvironment(variables, ['stage']).stage === 'local') return { wake: async () => undefined };
  const { mailQueueUrl: url, region } = readEnvironment(variables, ['mailQueueUrl', 'region']);
  return {
    wake: async (log, requestId) => {
      try {
        await sendToQueue({ url, region }, [MESSAGE]);
      } catch (fault) {
        log('mail.not_told', { requestId, ...describeFault(fault) });
      }
    },
  };
}
