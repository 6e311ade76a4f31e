import { beforeAll, describe, expect, test } from 'vitest';
import { readStage } from '../../infra/stage.ts';
import { type Assembly, PROD, SYNTHESIS, synthesize } from './synthesize.ts';

const read = (context: Record<string, unknown>) => readStage((key) => context[key]);

describe('stage', () => {
  test('is disposable only when its name says so', () => {
    expect(['dev', 'dev-anna'].map((stage) => read({ stage }).retained)).toEqual([false, false]);
    const kept = ['prod', 'staging', 'device-prod', 'devices'];
    expect(kept.map((stage) => read({ stage }).retained)).toEqual([true, true, true, true]);
  });

  test('takes settings from cdk.json, and the command line before them', () => {
    const stages = { prod: { alarmEmail: 'ops@example.com', rate: 50 } };
    expect(read({ stage: 'prod', stages })).toMatchObject({ alarmEmail: 'ops@example.com', throttle: { rate: 50 } });
    expect(read({ stage: 'prod', stages, rate: '70' }).throttle.rate).toBe(70);
  });

  test('names everything that is wrong at once', () => {
    const context = { stage: 'PROD', domain: 'licenses.example.com', rate: 'many' };
    expect(() => read(context)).toThrow(/stage: PROD .*domain and certificate: .*rate: /);
    expect(() => read({ stage: 'dev', stages: { dev: { alarmMail: 'x' } } })).toThrow(/alarmMail: no such setting/);
    expect(() => read({ stage: 'local' })).toThrow(/local/);
  });
});

describe('what differs between stages', () => {
  const made: Record<string, Assembly> = {};
  beforeAll(async () => {
    made.dev = await synthesize({ stage: 'dev' });
    made.prod = await synthesize(PROD);
    made.emulated = await synthesize({ stage: 'dev', emulate: 'true', corsOrigins: 'https://shop.example.com' });
  }, 3 * SYNTHESIS);

  test('prod keeps the table and the secrets, dev leaves nothing behind', () => {
    const kept = (stage: string, type: string) => made[stage]?.only(type).DeletionPolicy;
    const types = ['AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret'];
    expect(types.map((type) => kept('prod', type))).toEqual(['Retain', 'RetainExceptOnCreate']);
    expect(types.map((type) => kept('dev', type))).toEqual(['Delete', 'Delete']);
    const guarded = (stage: string) => made[stage]?.only('AWS::DynamoDB::Table').Properties.DeletionProtectionEnabled;
    expect([guarded('prod'), guarded('dev')]).toEqual([true, false]);
  });

  test('every table is on demand, recoverable to the second, with streams and expiry of day-old rows', () => {
    expect(made.prod?.only('AWS::DynamoDB::Table').Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      GlobalSecondaryIndexes: [{ IndexName: 'due', Projection: { ProjectionType: 'KEYS_ONLY' } }],
    });
  });

  test('a domain of its own replaces the address of API Gateway', () => {
    expect(made.prod?.only('AWS::ApiGatewayV2::Api').Properties.DisableExecuteApiEndpoint).toBe(true);
    expect(made.prod?.only('AWS::ApiGatewayV2::DomainName').Properties.DomainName).toBe('licenses.example.com');
    const environment = made.prod?.resources.ActivateFunction?.Properties.Environment;
    expect(environment).toMatchObject({ Variables: { LATCHKEY_ISSUER: 'https://licenses.example.com' } });
    expect(made.dev?.ofType('AWS::ApiGatewayV2::DomainName')).toEqual([]);
  });

  test('origins that are named may call, and no others', () => {
    const { CorsConfiguration } = made.emulated?.only('AWS::ApiGatewayV2::Api').Properties ?? {};
    expect(CorsConfiguration).toMatchObject({ AllowOrigins: ['https://shop.example.com'] });
  });

  test('the emulated stage runs on this processor and names what tests replace', () => {
    const { Architectures, Environment } = made.emulated?.resources.ActivateFunction?.Properties ?? {};
    expect(Architectures).toEqual([process.arch === 'x64' ? 'x86_64' : 'arm64']);
    expect(Environment).toMatchObject({ Variables: { LATCHKEY_SECRETS: '', DYNAMODB_ENDPOINT: '' } });
    expect(made.emulated?.ofType('AWS::Lambda::Alias')).toEqual([]);
    // What is deployed never reads secrets or another database from a variable.
    for (const [, { Properties }] of made.prod?.ofType('AWS::Lambda::Function') ?? []) {
      expect(JSON.stringify(Properties.Environment)).not.toMatch(/LATCHKEY_SECRETS|DYNAMODB_ENDPOINT/);
    }
  });
});
