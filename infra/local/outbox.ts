import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A mail that left. */
export interface SentMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: string;
}

/** An event that left. */
export interface SentEvent {
  readonly id: string;
  readonly type: string;
  readonly licenseId: string;
  readonly at: string;
  readonly dueAt: string | null;
  readonly sequence: number;
  readonly data: unknown;
}

const FILE = 'outbox.ndjson';

/**
 * What left the local service, newest last: where the cloud has a bus, webhooks and SES. Events come at least once and
 * are kept once. Kept beside the engine's data, so that a restart forgets nothing.
 */
export class Outbox {
  private readonly mails: SentMail[] = [];
  private readonly events: SentEvent[] = [];
  private readonly known = new Set<string>();
  private readonly file: string | null;

  /** @param directory where to keep it; null keeps nothing */
  constructor(directory: string | null) {
    this.file = directory === null ? null : join(directory, FILE);
    if (this.file === null || !existsSync(this.file)) return;
    for (const line of readFileSync(this.file, 'utf8').split('\n')) {
      if (line !== '') this.take(JSON.parse(line) as Entry);
    }
  }

  /** What left, the newest last: events of several licenses leave side by side. */
  list(): { readonly mails: readonly SentMail[]; readonly events: readonly SentEvent[] } {
    const events = this.events.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.sequence - b.sequence));
    return { mails: this.mails, events };
  }

  addMail(mail: SentMail): void {
    this.add({ mail });
  }

  addEvents(events: readonly SentEvent[]): void {
    for (const event of events) if (!this.known.has(event.id)) this.add({ event });
  }

  private add(entry: Entry): void {
    if (this.file !== null) appendFileSync(this.file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    this.take(entry);
  }

  private take(entry: Entry): void {
    if ('mail' in entry) {
      this.mails.push(entry.mail);
    } else {
      this.known.add(entry.event.id);
      this.events.push(entry.event);
    }
  }
}

type Entry = { readonly mail: SentMail } | { readonly event: SentEvent };
