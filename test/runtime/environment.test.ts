import { describe, expect, it } from 'vitest';
import { EnvironmentError, readEnvironment } from '../../functions/runtime/environment.ts';

const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:latchkey-AbCdEf';

describe('the environment', () => {
  it('is read by name, with what may be left out', () => {
    const variables = { LATCHKEY_TABLE: 'latchkey', LATCHKEY_ISSUER: 'https://x.example/', LATCHKEY_SECRET_ARN: ARN };
    expect(readEnvironment(variables, ['table', 'issuer', 'secrets', 'stage', 'logLevel', 'dynamodbEndpoint'])).toEqual(
      {
        table: 'latchkey',
        issuer: 'https://x.example',
        secrets: { arn: ARN, region: 'eu-central-1' },
        stage: 'local',
        logLevel: 'info',
        dynamodbEndpoint: undefined,
      },
    );
  });

  it('names all that is missing or wrong at once, and no value', () => {
    const variables = { LATCHKEY_ISSUER: 'ftp://sekret', LATCHKEY_LOG_LEVEL: 'loud', LATCHKEY_MAIL_FROM: '  ' };
    const read = () => readEnvironment(variables, ['table', 'issuer', 'secrets', 'logLevel', 'mailFrom']);
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(
      'Environment: LATCHKEY_TABLE is missing; LATCHKEY_ISSUER is not an http or https URL; ' +
        'LATCHKEY_SECRETS is missing, and so is LATCHKEY_SECRET_ARN; ' +
        'LATCHKEY_LOG_LEVEL is none of debug, info, warn, error; LATCHKEY_MAIL_FROM is missing',
    );
  });

  it('does not ask a function for what it does not need', () => {
    expect(readEnvironment({ LATCHKEY_TABLE: 'latchkey' }, ['table'])).toEqual({ table: 'latchkey' });
  });

  it('prefers secrets in the variable, and refuses what is not the ARN of a secret', () => {
    const both = { LATCHKEY_SECRETS: '{}', LATCHKEY_SECRET_ARN: ARN };
    expect(readEnvironment(both, ['secrets'])).toEqual({ secrets: { json: '{}' } });
    expect(() => readEnvironment({ LATCHKEY_SECRET_ARN: 'arn:aws:s3:::x' }, ['secrets'])).toThrow(
      'LATCHKEY_SECRET_ARN is not the ARN of a secret',
    );
  });
});
