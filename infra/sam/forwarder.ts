import { type AddressInfo, connect, createServer } from 'node:net';

/** A port of this machine that containers reach. */
export interface Forwarder {
  readonly port: number;
  close(): void;
}

/**
 * Lets containers reach a program that listens on the loopback address only, through an address of their bridge; other
 * machines reach neither.
 *
 * @throws {Error} when this machine has not got the address, as with Docker in a virtual machine
 */
export function forward(address: string, to: { readonly host: string; readonly port: number }): Promise<Forwarder> {
  const server = createServer((incoming) => {
    const outgoing = connect(to.port, to.host);
    incoming.on('error', () => outgoing.destroy());
    outgoing.on('error', () => incoming.destroy());
    incoming.pipe(outgoing).pipe(incoming);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, () => {
      resolve({ port: (server.address() as AddressInfo).port, close: () => server.close() });
    });
  });
}
