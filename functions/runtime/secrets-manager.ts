import { type AwsCredentials, signServiceCall } from './request-signature.ts';

const TIMEOUT_MILLISECONDS = 3000;

function credentialsOf(variables: Readonly<Record<string, string | undefined>>): AwsCredentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = variables;
  if (AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined) {
    throw new Error('Secrets Manager: no AWS credentials in the environment');
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  };
}

async function post(host: string, headers: Record<string, string>, body: string): Promise<string> {
  // Loaded here: most of a function's calls find the secrets at hand, and `node:https` is not free to load.
  const { request } = await import('node:https');
  return new Promise((resolve, reject) => {
    const call = request({ host, method: 'POST', path: '/', headers, timeout: TIMEOUT_MILLISECONDS }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 200) {
          resolve(Buffer.concat(chunks).toString('utf8'));
        } else {
          // The body of a refusal could name the secret; the status is enough to find it in CloudTrail.
          reject(new Error(`Secrets Manager answered ${answer.statusCode}`));
        }
      });
    });
    call.on('timeout', () => call.destroy(new Error('Secrets Manager did not answer in time')));
    call.on('error', reject);
    call.end(body);
  });
}

/**
 * Reads a secret's current text with the credentials that Lambda puts into the environment.
 *
 * @throws {Error} without credentials, on a network fault, or when the answer is not the secret
 */
export async function fetchSecretText(arn: string, region: string): Promise<string> {
  const host = `secretsmanager.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  const body = JSON.stringify({ SecretId: arn });
  const headers = signServiceCall(
    {
      host,
      region,
      service: 'secretsmanager',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'secretsmanager.GetSecretValue',
      },
      body,
      // Signatures are checked against real time, so this is the machine's clock and never an adjusted one.
      amzDate: new Date().toISOString().replace(/[-:]|\.\d{3}/g, ''),
    },
    credentialsOf(process.env),
  );
  const answer: unknown = JSON.parse(await post(host, headers, body));
  if (typeof answer === 'object' && answer !== null && 'SecretString' in answer) {
    const { SecretString: text } = answer;
    if (typeof text === 'string') {
      return text;
    }
  }
  throw new Error('Secrets Manager answered without a secret text');
}
