import { type DeliverReport, type DeliverRequest, deliverAll } from '../../functions/deliver/deliver.ts';
import { publishAll } from '../../functions/publish/publish.ts';
import { createWebhookSink } from '../../functions/publish/webhook-sink.ts';
import { putWebhook, readWebhook, removeWebhook } from '../../functions/store/webhooks.ts';
import { putBareLicense, reasonsTo, recordEntries } from '../support/audited-license.ts';
import type { TestEngine } from '../support/engines.ts';
import { openTestService, START, type TestService } from '../support/test-service.ts';
import { ReceivingServer } from './receiver-server.ts';

const LOCAL: DeliverRequest = { remainingTime: () => 60_000, local: true };

/** A service with webhooks whose receivers run on this machine. */
export class WebhookScene {
  readonly opened: TestService;
  private readonly receivers = new Map<string, ReceivingServer>();
  private made = 0;

  private constructor(opened: TestService) {
    this.opened = opened;
  }

  static async open(engine: TestEngine): Promise<WebhookScene> {
    return new WebhookScene(await openTestService(engine));
  }

  /** Sets the clock back and starts a receiver with a webhook of its own. */
  async start(): Promise<{ hook: string; receiver: ReceivingServer }> {
    this.opened.clock.freezeAt(START);
    this.made += 1;
    const hook = `hook-${this.made}`;
    return { hook, receiver: await this.receive(hook) };
  }

  /** Registers a webhook over HTTP as a vendor does, and then lets its address be one on this machine. */
  async receive(hook: string, events: readonly string[] | null = null): Promise<ReceivingServer> {
    const { ledger } = this.opened.service;
    const receiver = await new ReceivingServer().start();
    this.receivers.set(hook, receiver);
    const body = { url: 'https://receiver.example/hooks', events };
    const answer = await this.opened.operate('webhooks', 'PUT /v1/webhooks/{id}', { path: { id: hook }, body });
    receiver.secret = String(answer.json.secret);
    const webhook = await readWebhook(ledger, hook);
    if (webhook === null) throw new Error(`not registered: ${answer.body}`);
    await putWebhook(ledger, { ...webhook, url: receiver.url });
    return receiver;
  }

  /** Stops all receivers and removes their webhooks. */
  async clear(): Promise<void> {
    for (const [hook, receiver] of this.receivers) {
      await receiver.stop();
      await this.remove(hook);
    }
    this.receivers.clear();
  }

  async remove(hook: string): Promise<void> {
    const webhook = await readWebhook(this.opened.service.ledger, hook);
    if (webhook !== null) await removeWebhook(this.opened.service.ledger, webhook);
  }

  async publish(): Promise<void> {
    const { service } = this.opened;
    await publishAll(service, { sinks: [createWebhookSink(service)], remainingTime: () => 60_000 });
  }

  async deliver(request = LOCAL): Promise<DeliverReport> {
    return deliverAll(this.opened.service, request);
  }

  /** Lets so many things happen to a new license. */
  async happen(license: string, times: number): Promise<void> {
    await recordEntries(this.opened.service, await putBareLicense(this.opened.service, license), reasonsTo(times));
    await this.publish();
  }

  advance(milliseconds: number): void {
    this.opened.clock.advance(milliseconds / 1000);
  }
}

/** The sequences of a license's events that a receiver has taken, as they came. */
export function sequencesAt(receiver: ReceivingServer, license: string): readonly number[] {
  return receiver.taken.flatMap(({ event }) => (event?.data.licenseId === license ? [event.data.sequence] : []));
}
