import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

/** Credentials as Lambda puts them into the environment. */
export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** A request to an AWS service; unless said otherwise a POST to `/`, as the JSON protocols use it. */
export interface ServiceCall {
  method?: 'GET' | 'POST' | 'PUT';
  /** Of letters, digits, `-`, `.`, `_` and `/` alone, so that it is its own encoding. */
  path?: string;
  host: string;
  region: string;
  service: string;
  /** Lower-case names; `host`, `x-amz-date` and the token are added. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** `20261124T110000Z` */
  amzDate: string;
}

const sha256 = (text: string) => hash('sha256', text);
const hmac = (key: string | Uint8Array | KeyObject, text: string) => createHmac('sha256', key).update(text).digest();

/** Of one day, a region and a service; a function needs few, and credentials change. */
const signingKeys = new Map<string, KeyObject>();
const MAX_KEYS = 8;

function signingKey(secret: string, day: string, region: string, service: string): KeyObject {
  const name = [secret, day, region, service].join();
  const known = signingKeys.get(name);
  if (known !== undefined) return known;
  const key = createSecretKey(hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request'));
  if (signingKeys.size === MAX_KEYS) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
}

/**
 * Signature Version 4 of requests without a query: of the table's, and of the few other services', whose clients would
 * lengthen every function's start for a call that is made once in minutes.
 *
 * @returns all headers to send
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signServiceCall(call: ServiceCall, credentials: AwsCredentials): Record<string, string> {
  const headers: Record<string, string> = { ...call.headers, host: call.host, 'x-amz-date': call.amzDate };
  if (credentials.sessionToken !== undefined) {
    headers['x-amz-security-token'] = credentials.sessionToken;
  }
  const names = Object.keys(headers).sort();
  const signedHeaders = names.join(';');
  const canonicalHeaders = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join('');
  const { method = 'POST', path = '/', body } = call;
  const canonical = [method, path, '', canonicalHeaders, signedHeaders, sha256(body)].join('\n');
  const day = call.amzDate.slice(0, 8);
  const scope = `${day}/${call.region}/${call.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', call.amzDate, scope, sha256(canonical)].join('\n');
  const key = signingKey(credentials.secretAccessKey, day, call.region, call.service);
  const signature = hmac(key, toSign).toString('hex');
  const credential = `Credential=${credentials.accessKeyId}/${scope}`;
  headers.authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return headers;
}
