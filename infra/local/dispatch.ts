import { join } from 'node:path';
import { anchorDay } from '../../functions/anchor/anchor.ts';
import { deliverAll } from '../../functions/deliver/deliver.ts';
import { sendWaitingMails } from '../../functions/mail/send.ts';
import { publishAll } from '../../functions/publish/publish.ts';
import { createWebhookSink } from '../../functions/publish/webhook-sink.ts';
import { openDirectory } from '../../functions/runtime/object-files.ts';
import type { Service } from '../../functions/service.ts';
import type { Outbox, SentEvent } from './outbox.ts';

/** What streams, queues and their functions do in the cloud, called by hand. */
export interface Dispatch {
  /** Seals the audit and lets events and mails leave into the local outbox. */
  readonly flush: () => Promise<void>;
  /** Delivers webhooks, also to receivers on this machine. */
  readonly deliver: () => Promise<void>;
}

const MAX_RUN = 60_000;
const remainingTime = () => MAX_RUN;

export function createDispatch(service: Service, outbox: Outbox): Dispatch {
  const local = { name: 'local', send: async (events: readonly SentEvent[]) => outbox.addEvents(events) };
  const sinks = [local, createWebhookSink(service)];
  return {
    flush: oneAfterTheOther(async () => {
      await publishAll(service, { sinks, remainingTime });
      await sendWaitingMails(service, async (mail) => {
        outbox.addMail({ ...mail, at: new Date(service.clock()).toISOString() });
      });
    }),
    deliver: async () => {
      await deliverAll(service, { remainingTime, local: true });
    },
  };
}

/** Anchors the audit of the day before (R14.1) in files beside the engine's data, where the cloud has a bucket. */
export function createAnchoring(service: Service, data: string): () => Promise<void> {
  const store = openDirectory(join(data, 'anchors'));
  return async () => {
    await anchorDay(service, store, remainingTime);
  };
}

/** Whoever asks for the outbox finds all that waited before, also what another call had under way. */
function oneAfterTheOther(task: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.then(task, task);
    return last;
  };
}
