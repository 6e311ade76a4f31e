import { describe, expect, it } from 'vitest';
import { signServiceCall } from '../../functions/runtime/request-signature.ts';

// "post-vanilla" and "post-sts-header-before" of the Signature Version 4 test suite that AWS has published.
const CALL = {
  host: 'example.amazonaws.com',
  region: 'us-east-1',
  service: 'service',
  headers: {},
  body: '',
  amzDate: '20150830T123600Z',
};
const CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: undefined,
};

describe('signing a call to an AWS service', () => {
  it('agrees with the published test suite', () => {
    expect(signServiceCall(CALL, CREDENTIALS).authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
        'SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    );
  });

  it('signs the body, the headers and the session token', () => {
    const signatures = [
      signServiceCall(CALL, CREDENTIALS),
      signServiceCall({ ...CALL, body: '{}' }, CREDENTIALS),
      signServiceCall({ ...CALL, headers: { 'x-amz-target': 'a' } }, CREDENTIALS),
      signServiceCall(CALL, { ...CREDENTIALS, sessionToken: 'token' }),
    ].map((headers) => headers.authorization);
    expect(new Set(signatures).size).toBe(4);
    expect(signatures[3]).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token');
  });
});
