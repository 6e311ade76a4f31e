import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '../../infra/routes.ts';
import { STANDING } from '../bench/prices.ts';
import { type Assembly, PROD, SYNTHESIS, synthesize } from './synthesize.ts';

const assemblies = new Map<string, Assembly>();
beforeAll(async () => {
  for (const context of [{ stage: 'dev' }, PROD]) assemblies.set(context.stage, await synthesize(context));
}, 2 * SYNTHESIS);

function of(stage: string): Assembly {
  const found = assemblies.get(stage);
  if (found === undefined) throw new Error(`stage ${stage} was not synthesized`);
  return found;
}

describe.each(['dev', 'prod'])('stack: %s', (stage) => {
  test('breaks no rule of cdk-nag that is not acknowledged with a reason', () => {
    expect(of(stage).violations).toEqual([]);
  });

  test('has exactly the routes of the route table, each with the function that the table names', () => {
    const { ofType, follow } = of(stage);
    const integrated = ofType('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => {
      const { 'Fn::Join': joined } = Properties.Target as { 'Fn::Join': [string, [string, object]] };
      const alias = follow(follow(joined[1][1]).Properties.IntegrationUri);
      return `${String(Properties.RouteKey)} ${(alias.Properties.FunctionName as { Ref: string }).Ref}`;
    });
    const wanted = ROUTES.map(({ method, path, function: folder }) => {
      return `${method} ${path} ${folder.charAt(0).toUpperCase()}${folder.slice(1)}Function`;
    });
    expect(integrated.toSorted()).toEqual(wanted.toSorted());
  });

  test('answers throttled, logged, and to no foreign origin', () => {
    const { only } = of(stage);
    expect(only('AWS::ApiGatewayV2::Api').Properties.CorsConfiguration).toBeUndefined();
    const { DefaultRouteSettings: throttle, AccessLogSettings: log } = only('AWS::ApiGatewayV2::Stage').Properties;
    expect(throttle).toEqual({ ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 });
    const { Format } = log as { Format: string };
    expect(JSON.parse(Format)).toMatchObject({ route: '$context.routeKey', requestId: '$context.requestId' });
    // Paths, queries and headers may hold names and keys.
    expect(Format).not.toMatch(/\$context\.path|authorizer|querystring|header|\$context\.domain/i);
  });

  test('runs every function on Node 24 and arm64, with JSON logs that end some day', () => {
    const { ofType, follow } = of(stage);
    const functions = ofType('AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThanOrEqual(18);
    for (const [, { Properties }] of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], MemorySize: 512 });
      const { LogFormat, LogGroup } = Properties.LoggingConfig as { LogFormat: string; LogGroup: object };
      expect(LogFormat).toBe('JSON');
      expect(follow(LogGroup).Properties.RetentionInDays).toBe(stage === 'prod' ? 90 : 7);
    }
  });

  test('lets API Gateway give up on no function that still works', () => {
    const { ofType, follow } = of(stage);
    for (const [, { Properties }] of ofType('AWS::ApiGatewayV2::Integration')) {
      const called = follow(follow(Properties.IntegrationUri).Properties.FunctionName);
      expect(called.Properties.Timeout).toBeLessThan(30);
    }
  });

  test('packs the bundle of a function and nothing else: no source map', async () => {
    const { ofType, directory } = of(stage);
    for (const [, { Metadata }] of ofType('AWS::Lambda::Function')) {
      expect(await readdir(join(directory, String(Metadata?.['aws:asset:path'])))).toEqual(['handler.cjs']);
    }
  });

  test('calls sweep, publisher and deliverer every minute, tries again and keeps what failed (R13.1)', () => {
    const { ofType, follow } = of(stage);
    const called = ofType('AWS::Scheduler::Schedule').map(([, { Properties }]) => {
      const { Arn, RetryPolicy, DeadLetterConfig } = Properties.Target as Readonly<Record<string, object>>;
      expect(RetryPolicy).toMatchObject({ MaximumRetryAttempts: 3 });
      expect(follow((DeadLetterConfig as { Arn: object }).Arn).Type).toBe('AWS::SQS::Queue');
      const { Ref } = follow(Arn).Properties.FunctionName as { Ref: string };
      return `${Ref} ${String(Properties.ScheduleExpression)}`;
    });
    const minutely = ['DeliverFunction', 'PublishFunction', 'SweepFunction'].map((id) => `${id} rate(1 minute)`);
    expect(called).toEqual(expect.arrayContaining(minutely));
    const asynchronous = ofType('AWS::Lambda::EventInvokeConfig').map(([, { Properties }]) => Properties);
    expect(asynchronous).toHaveLength(called.length);
    for (const config of asynchronous) {
      expect(config).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 300 });
    }
  });

  test('hides a message for at least six times the time of its worker', () => {
    const { ofType, follow } = of(stage);
    const feeds = ofType('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
    const queued = feeds.filter(({ ScalingConfig }) => ScalingConfig !== undefined);
    expect(queued).toHaveLength(3);
    for (const { EventSourceArn, FunctionName } of queued) {
      const queue = follow(EventSourceArn).Properties;
      // The CDK writes the alias as the function's name out of the alias's ARN, and `:live`.
      const alias = /"Ref":"(\w+)"/.exec(JSON.stringify(FunctionName))?.[1];
      const worker = follow(follow({ Ref: alias }).Properties.FunctionName).Properties;
      expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Number(worker.Timeout));
      expect(queue.RedrivePolicy).toBeDefined();
    }
  });

  test('describes every alarm with a part of the runbook that exists, and rings it', () => {
    const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
    const alarms = of(stage).ofType('AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThanOrEqual(11);
    for (const [, { Properties }] of alarms) {
      const anchor = /^.{60,} Runbook: docs\/runbook\.md#([a-z-]+)$/.exec(String(Properties.AlarmDescription))?.[1];
      expect(runbook).toContain(`\n## ${anchor}\n`);
      expect(Properties.AlarmName).toMatch(new RegExp(`^latchkey-${stage}-${anchor}(-[a-z]+)?$`));
      expect(Properties.AlarmActions).toHaveLength(1);
    }
  });

  test('costs what the bill of the benchmark says, by metrics that alarms watch and metrics from logs', () => {
    const alarms = of(stage).ofType('AWS::CloudWatch::Alarm');
    const watched = alarms.flatMap(([, { Properties }]) => {
      const metrics = (Properties.Metrics ?? [Properties]) as { Expression?: string }[];
      return metrics.filter(({ Expression }) => Expression === undefined);
    });
    const own = of(stage)
      .ofType('AWS::Logs::MetricFilter')
      .flatMap(([, { Properties }]) => Properties.MetricTransformations as { MetricName: string }[]);
    expect({ alarms: watched.length, metrics: new Set(own.map(({ MetricName }) => MetricName)).size }).toEqual({
      alarms: STANDING.alarms,
      metrics: STANDING.metrics,
    });
  });

  test('counts faults that workers have caught, but rolls nothing back for one license', () => {
    const filters = of(stage)
      .ofType('AWS::Logs::MetricFilter')
      .map(([id, { Properties }]) => ({ id, ...(Properties as { FilterPattern: string }) }));
    for (const folder of ['sweep', 'publish', 'deliver', 'mail']) {
      const faults = filters.find(({ id }) => id.includes(`CaughtFaults${folder}`));
      expect(faults?.FilterPattern).toBe('{ ($.level = "error") && ($.event != "webhook.given_up") }');
    }
    const alarms = of(stage).ofType('AWS::CloudWatch::Alarm');
    const idOf = (name: string) => alarms.find(([id]) => id.includes(name))?.[0] ?? '';
    const rollback = of(stage)
      .ofType('AWS::CodeDeploy::DeploymentGroup')
      .map(([, { Properties }]) => JSON.stringify(Properties.AlarmConfiguration));
    expect(idOf('caughtfaults')).not.toBe('');
    expect(rollback.filter((alarm) => alarm.includes(`"${idOf('caughtfaults')}"`))).toEqual([]);
    for (const name of ['sweepfailures', 'workererrors']) {
      expect(rollback.filter((alarm) => alarm.includes(`"${idOf(name)}"`))).toHaveLength(5);
    }
  });

  test('keeps the versions that one can be rolled back to', () => {
    const versions = of(stage).ofType('AWS::Lambda::Version');
    expect(versions).toHaveLength(of(stage).ofType('AWS::Lambda::Function').length);
    const policy = stage === 'prod' ? 'RetainExceptOnCreate' : 'Delete';
    expect(new Set(versions.map(([, { DeletionPolicy = 'Delete' }]) => DeletionPolicy))).toEqual(new Set([policy]));
  });

  test('tags what can be tagged', () => {
    const { Tags } = of(stage).only('AWS::DynamoDB::Table').Properties;
    expect(Tags).toEqual(
      expect.arrayContaining([
        { Key: 'stage', Value: stage },
        { Key: 'service', Value: 'latchkey' },
      ]),
    );
  });

  test('rolls a new version back when an alarm fires', () => {
    const groups = of(stage).ofType('AWS::CodeDeploy::DeploymentGroup');
    expect(groups).toHaveLength(of(stage).ofType('AWS::Lambda::Function').length);
    const workers = groups.filter(([id]) => /Sweep|Publish|Deliver|Mail|Anchor/.test(id));
    expect(workers).toHaveLength(5);
    for (const group of groups) {
      const [, { Properties }] = group;
      const config = stage === 'prod' ? 'LambdaCanary10Percent5Minutes' : 'LambdaAllAtOnce';
      // A tenth of one call a minute would be nothing to ring for.
      const own = stage === 'prod' && workers.includes(group);
      expect(Properties.DeploymentConfigName).toEqual(
        own ? { Ref: expect.stringContaining('WorkerCanary') } : `CodeDeployDefault.${config}`,
      );
      expect(Properties.AlarmConfiguration).toMatchObject({ Enabled: true });
      expect(Properties.AutoRollbackConfiguration).toMatchObject({ Enabled: true });
    }
  });
});
