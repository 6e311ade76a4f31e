import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** What a receiver took: the event as it parsed it, or why it refused. */
export interface Received {
  readonly accepted: boolean;
  readonly id: string;
  readonly event: {
    readonly type: string;
    readonly data: { readonly sequence: number; readonly licenseId: string };
  } | null;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver as a vendor would write it: a web server that checks every delivery with the library of the standard. */
export class ReceivingServer {
  readonly received: Received[] = [];
  /** Answers with this status instead of taking anything. */
  failsWith: number | null = null;
  /** Never answers. */
  hangs = false;
  secret = 'whsec_';
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (this.hangs) return;
        const body = Buffer.concat(chunks).toString('utf8');
        const accepted = this.take(request.headers, body);
        const status = this.failsWith ?? (accepted ? 204 : 400);
        response.writeHead(status, { location: `${this.url}/elsewhere` }).end();
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Those that were taken, in the order in which they came. */
  get taken(): readonly Received[] {
    return this.received.filter(({ accepted }) => accepted);
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  private take(headers: IncomingHttpHeaders, body: string): boolean {
    const id = String(headers['webhook-id']);
    const common = { id, headers, body };
    try {
      const event = new Webhook(this.secret).verify(body, headers as Record<string, string>) as Received['event'];
      this.received.push({ ...common, accepted: this.failsWith === null, event });
      return true;
    } catch {
      this.received.push({ ...common, accepted: false, event: null });
      return false;
    }
  }
}
