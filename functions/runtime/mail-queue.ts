import { callAws } from './aws-call.ts';
import { readEnvironment } from './environment.ts';
import { describeFault, type Log } from './log.ts';

/** Tells the mail function that mails wait in the table. */
export interface MailQueue {
  /** Never fails: what is not told now leaves along with the next mail. */
  wake(log: Log, requestId: string): Promise<void>;
}

/** Calls of one kind take one time, whether or not there is anything to mail (R12.3). */
const MESSAGE = JSON.stringify({ mails: 'waiting' });

/**
 * Opens the queue; on this machine there is none, and the local service looks for waiting mails itself.
 * @throws EnvironmentError in a deployed stage without the queue
 */
export function openMailQueue(variables: Readonly<Record<string, string | undefined>>): MailQueue {
  if (readEnvironment(variables, ['stage']).stage === 'local') return { wake: async () => undefined };
  const { mailQueueUrl: QueueUrl, region } = readEnvironment(variables, ['mailQueueUrl', 'region']);
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' };
  const body = JSON.stringify({ QueueUrl, MessageBody: MESSAGE });
  return {
    wake: async (log, requestId) => {
      try {
        await callAws({ service: 'sqs', region, headers, body });
      } catch (fault) {
        log('mail.not_told', { requestId, ...describeFault(fault) });
      }
    },
  };
}
