import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a service got it. */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a service answers with. */
export interface ServiceReply {
  readonly status: number;
  readonly body?: unknown;
}

/** Stands in for an AWS service on this machine: real requests, answers by the test. */
export class StandInService {
  readonly requests: ServiceRequest[] = [];
  private readonly server: Server;

  constructor(answer: (request: ServiceRequest, count: number) => ServiceReply) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const taken = toRequest(request, Buffer.concat(chunks).toString('utf8'));
        this.requests.push(taken);
        const { status, body } = answer(taken, this.requests.length);
        response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
      });
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
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
}

function toRequest({ method = '', url = '', headers }: IncomingMessage, body: string): ServiceRequest {
  return { method, path: url, headers: headers as Record<string, string>, body };
}
