import { setTimeout as pause } from 'node:timers/promises';
import { type AwsCredentials, type ServiceCall, signServiceCall } from './request-signature.ts';
import { Unavailable } from './unavailable.ts';

/** A call of an AWS service by its JSON or REST protocol. */
export interface OutgoingCall extends Pick<ServiceCall, 'method' | 'path' | 'region' | 'service' | 'headers' | 'body'> {
  /** `https://sqs.eu-central-1.amazonaws.com`; plain http on this machine only. */
  readonly origin: string;
  /** How often it is tried at most; three times unless given. */
  readonly tries?: number;
}

/** A service's answer; what it means is for the caller to say. */
export interface ServiceAnswer {
  readonly status: number;
  readonly text: string;
}

/** A service did not answer as it should. Names the service and the status: bodies may repeat what was sent. */
export class ServiceCallFailed extends Unavailable {
  override readonly name = 'ServiceCallFailed';

  constructor(message: string, options?: ErrorOptions) {
    super(message, 1, options);
  }
}

const TIMEOUT_MILLISECONDS = 3000;
const TRIES = 3;
const FIRST_PAUSE = 100;

/** The host name of a region's endpoint of a service. */
export function endpointOf(service: string, region: string): string {
  return `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/**
 * Calls a service with the credentials that Lambda puts into the environment; tries again when it is busy or does not
 * answer. One signed request instead of an SDK client, which would double the start of a function.
 * @returns any answer below 500 but 429
 * @throws ServiceCallFailed
 */
export async function callService(call: OutgoingCall): Promise<ServiceAnswer> {
  const { tries: most = TRIES } = call;
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await send(call);
      if (answer.status < 500 && answer.status !== 429) return answer;
      throw new ServiceCallFailed(`${call.service} answered ${answer.status}`);
    } catch (fault) {
      if (tries >= most) throw asFailure(call, fault);
      await pause(Math.random() * FIRST_PAUSE * 2 ** tries);
    }
  }
}

function asFailure({ service }: OutgoingCall, fault: unknown): ServiceCallFailed {
  return fault instanceof ServiceCallFailed
    ? fault
    : new ServiceCallFailed(`${service} did not answer`, { cause: fault });
}

/** Reads the answer of a JSON protocol. @throws ServiceCallFailed unless it is 200 with an object */
export function readJsonAnswer(service: string, { status, text }: ServiceAnswer): Readonly<Record<string, unknown>> {
  if (status !== 200) throw new ServiceCallFailed(`${service} answered ${status}`);
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== 'object' || answer === null)
    throw new ServiceCallFailed(`${service} answered without an object`);
  return answer as Readonly<Record<string, unknown>>;
}

async function send(call: OutgoingCall): Promise<ServiceAnswer> {
  const { origin, method = 'POST', path = '/', body } = call;
  const url = new URL(path, origin);
  const headers = signServiceCall(
    {
      ...call,
      host: url.host,
      // Signatures are checked against real time, so this is the machine's clock and never an adjusted one.
      amzDate: new Date().toISOString().replace(/[-:]|\.\d{3}/g, ''),
    },
    credentialsOf(process.env),
  );
  // Loaded here: most calls of most functions need no other service, and these modules are not free to load.
  const { request } = url.protocol === 'http:' ? await import('node:http') : await import('node:https');
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, timeout: TIMEOUT_MILLISECONDS }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end(body);
  });
}

function credentialsOf(variables: Readonly<Record<string, string | undefined>>): AwsCredentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = variables;
  if (AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined) {
    throw new ServiceCallFailed('no AWS credentials in the environment');
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  };
}
