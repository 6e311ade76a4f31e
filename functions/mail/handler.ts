import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openMailer } from '../runtime/mailer.ts';
import { currentService } from '../service.ts';
import { sendWaitingMails } from './send.ts';

const service = currentService();
const mailer = openMailer(process.env);

/**
 * Sends every mail that waits, whichever message said so. When some could not leave, all messages come again later; what
 * has left is not sent twice, as it waits no more.
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { waiting } = await sendWaitingMails(service, mailer.send);
  const again = waiting === 0 ? [] : event.Records;
  return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
