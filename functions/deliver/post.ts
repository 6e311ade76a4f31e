import { lookup as resolveName } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isLoopback, isPublicAddress } from './public-address.ts';

/** What became of a delivery: null when the receiver took it, else what went wrong, in words that repeat nothing. */
export type Failure = string | null;

/** A body on its way to a receiver. */
export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Receivers on this machine and plain http are in order: in the local service alone. */
  readonly local: boolean;
}

/** From the look-up of the name to the status of the answer, in milliseconds. */
const TIMEOUT = 5000;

/**
 * Posts to a receiver. The address is checked where the connection is made, and the connection goes to the very address
 * that was checked, so that a name cannot lead elsewhere after the check. Redirects are failures: they would need another
 * check, and hide that the registered address is old. Nothing of the answer but its status is read.
 */
export function post({ url: target, headers, body, local }: Posting): Promise<Failure> {
  const url = URL.parse(target);
  if (url === null || !(url.protocol === 'https:' || (local && url.protocol === 'http:'))) {
    return Promise.resolve('address not allowed');
  }
  const isAllowed = (address: string) => isPublicAddress(address) || (local && isLoopback(address));
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isAllowed(literal)) return Promise.resolve('address not allowed');
  const request = url.protocol === 'http:' ? requestHttp : requestHttps;
  return new Promise((resolve) => {
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // A connection of its own, so that none is reused that was checked under another name.
      agent: false,
      lookup: checkedLookup(isAllowed),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    sent.on('response', (answer) => {
      const { statusCode = 0 } = answer;
      answer.destroy();
      resolve(statusCode >= 200 && statusCode < 300 ? null : `status ${statusCode}`);
    });
    sent.on('error', (fault: Error) => resolve(describe(fault)));
    sent.end(body);
  });
}

class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** Resolves a name and answers only with addresses that are allowed; a name that also leads elsewhere is refused. */
function checkedLookup(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (fault, addresses) => {
      if (fault !== null) return callback(fault, '', 0);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
        return callback(new AddressRefused('address not allowed'), '', 0);
      }
      return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

function describe(fault: Error): string {
  if (fault instanceof AddressRefused) return 'address not allowed';
  if (fault.name === 'AbortError' || fault.name === 'TimeoutError') return 'timeout';
  return 'code' in fault && typeof fault.code === 'string' ? `connection ${fault.code}` : 'connection failed';
}
