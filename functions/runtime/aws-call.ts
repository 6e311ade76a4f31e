import { type AwsCredentials, signServiceCall } from './request-signature.ts';

const TIMEOUT_MILLISECONDS = 3000;

/** A POST to an AWS service, as this service sends few of. */
export interface AwsCall {
  readonly service: 'sqs' | 'email';
  readonly region: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An AWS service said no; its words may repeat what was sent, so that only the status and the kind are kept. */
export class AwsRefusal extends Error {
  override readonly name = 'AwsRefusal';
  readonly status: number;
  /** The service's own name of the error, as `MessageRejected`. */
  readonly kind: string;

  constructor(service: string, status: number, kind: string) {
    super(`${service} answered ${status}`);
    this.status = status;
    this.kind = kind;
  }
}

/** SES is called `email` in addresses and `ses` in signatures. */
const SIGNED_AS = { sqs: 'sqs', email: 'ses' } as const;

/**
 * Signs and sends one call with the credentials that Lambda puts into the environment. The SDK's clients for these two
 * services would cost every start more than all else that a function does.
 *
 * @throws {AwsRefusal} for any status but 200
 */
export async function callAws({ service, region, headers, body }: AwsCall, variables = process.env): Promise<string> {
  const host = `${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  const signed = signServiceCall(
    {
      host,
      region,
      service: SIGNED_AS[service],
      headers,
      body,
      // Signatures are checked against real time, so this is the machine's clock and never an adjusted one.
      amzDate: new Date().toISOString().replace(/[-:]|\.\d{3}/g, ''),
    },
    credentialsOf(variables),
  );
  const answer = await fetch(`https://${host}/`, {
    method: 'POST',
    headers: signed,
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new AwsRefusal(service, answer.status, kindOf(text));
  return text;
}

function kindOf(answer: string): string {
  return /<Code>(\w{1,64})<\/Code>/.exec(answer)?.[1] ?? /"__type":"[^"]*?(\w{1,64})"/.exec(answer)?.[1] ?? 'unknown';
}

function credentialsOf(variables: Readonly<Record<string, string | undefined>>): AwsCredentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = variables;
  if (AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined) {
    throw new Error('no AWS credentials in the environment');
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  };
}
