import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { type AwsCredentials, signServiceCall } from '../runtime/request-signature.ts';

type SignerProvider = Extract<NonNullable<DynamoDBClientConfig['signer']>, (...never: never[]) => unknown>;
type Signer = Awaited<ReturnType<SignerProvider>>;

/** Who signs, and where; each as a client resolves it. */
interface Identity {
  readonly credentials: () => Promise<AwsCredentials>;
  readonly region: () => Promise<string>;
}

/**
 * Signs the requests of a client as the other calls of AWS are signed: one way of signing in a function, with
 * fewer hashes a request than the SDK's (docs/decisions.md).
 */
export function createRequestSigner({ credentials, region }: Identity): Signer {
  return {
    sign: async (request, { signingDate = new Date() } = {}) => {
      const { 'content-type': type = '', 'x-amz-target': target = '', host = '' } = request.headers;
      const signed = signServiceCall(
        {
          host,
          region: await region(),
          service: 'dynamodb',
          headers: { 'content-type': type, 'x-amz-target': target },
          body: String(request.body),
          amzDate: new Date(signingDate).toISOString().replace(/[-:]|\.\d{3}/g, ''),
        },
        await credentials(),
      );
      Object.assign(request.headers, signed);
      return request;
    },
  };
}
