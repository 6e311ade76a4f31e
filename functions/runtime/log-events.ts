import type { LogLevel } from './environment.ts';

/** An event's level and what it tells whoever reads the log. */
interface LogEventEntry {
  level: LogLevel;
  meaning: string;
}

/** Every event that is ever logged. Alarms and queries name these, so a name never changes its meaning. */
export const LOG_EVENTS = {
  'request.completed': { level: 'info', meaning: 'an answer left, whatever its status' },
  'request.failed': { level: 'error', meaning: 'an unknown fault became a 500; the request id was shown' },
  'request.unavailable': {
    level: 'warn',
    meaning: 'the database or another service of AWS did not answer as it should, which became a 503',
  },
  'validation.not_persisted': {
    level: 'warn',
    meaning: 'an answer left, but not what it would have written besides; a later call writes it',
  },
  'audit.sealed': { level: 'info', meaning: 'audit entries were chained into the license' },
  'audit.anchored': { level: 'info', meaning: 'the heads of a day were put where nobody can change them' },
  'audit.anchor_incomplete': {
    level: 'warn',
    meaning: 'there was no time for all heads of a day; a later run goes on',
  },
  'sweep.completed': { level: 'info', meaning: 'a sweep visited what was due' },
  'sweep.incomplete': { level: 'warn', meaning: 'a sweep ran out of time; the rest stays due' },
  'sweep.item_failed': { level: 'error', meaning: 'one due item failed; it stays due, the others went on' },
  'publish.completed': { level: 'info', meaning: 'the outbox, or a part of it, was sealed and sent out' },
  'publish.incomplete': { level: 'warn', meaning: 'some of the outbox was not sent out; it stays there' },
  'publish.license_failed': { level: 'error', meaning: 'publishing for a license met a fault; the others went on' },
  'event.published': { level: 'debug', meaning: 'an event left the outbox' },
  'event.not_taken': { level: 'warn', meaning: 'a sink did not take events; they stay in the outbox' },
  'webhook.delivered': { level: 'debug', meaning: 'a receiver took an event' },
  'webhook.failed': { level: 'warn', meaning: 'a receiver did not take an event; it is tried again later' },
  'webhook.queue_failed': { level: 'error', meaning: 'a queue of deliveries met a fault; it is due again soon' },
  'webhook.not_woken': {
    level: 'warn',
    meaning: 'deliveries wait for the next scheduled run; nobody was told of them',
  },
  'deliver.completed': { level: 'info', meaning: 'the webhooks that were due were tried' },
  'deliver.incomplete': { level: 'warn', meaning: 'the time did not suffice for all due webhooks; the rest stays due' },
  'webhook.given_up': { level: 'error', meaning: 'an event was not taken within the longest time of trying' },
  'mail.sent': { level: 'info', meaning: 'a mail left' },
  'mail.failed': { level: 'error', meaning: 'a mail did not leave; it is tried again' },
  'mail.dropped': { level: 'error', meaning: 'a mail can never leave, as its address or sender is refused' },
  'mail.not_told': { level: 'warn', meaning: 'the queue did not hear of a waiting mail; the next sweep tells it' },
  'recovery.requested': { level: 'info', meaning: 'somebody asked for lost codes; says nothing of what was found' },
  'secrets.refresh_failed': { level: 'warn', meaning: 'secrets could not be read again; the ones at hand stay in use' },
} as const satisfies Record<string, LogEventEntry>;

export type LogEventName = keyof typeof LOG_EVENTS;
