import { callService, endpointOf, readJsonAnswer, ServiceCallFailed } from './service-call.ts';

const SERVICE = 'secretsmanager';

/**
 * Reads a secret's current text with the credentials that Lambda puts into the environment.
 * @param tries how often it is tried at most
 * @param origin of the service; the region's own unless given
 * @throws ServiceCallFailed, which names the status only: the body of a refusal could name the secret
 */
export async function fetchSecretText(
  arn: string,
  region: string,
  tries: number,
  origin = endpointOf(SERVICE, region),
): Promise<string> {
  const answer = await callService({
    origin,
    region,
    service: SERVICE,
    tries,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' },
    body: JSON.stringify({ SecretId: arn }),
  });
  const { SecretString: text } = readJsonAnswer(SERVICE, answer);
  if (typeof text !== 'string') throw new ServiceCallFailed('secretsmanager answered without a secret text');
  return text;
}
