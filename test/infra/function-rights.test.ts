import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ENVIRONMENT_NAMES } from '../../functions/runtime/environment-names.ts';
import { partitions } from '../../functions/store/keys.ts';
import { FUNCTION_NAMES, FUNCTIONS } from '../../infra/functions.ts';
import { OUTBOX_PREFIX } from '../../infra/license-table.ts';
import { ROUTES } from '../../infra/routes.ts';
import { readTableUsage, readVariables } from './code-usage.ts';
import { type Assembly, SYNTHESIS, synthesize } from './synthesize.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
}

let made: Assembly;
beforeAll(async () => {
  made = await synthesize({ stage: 'dev' });
}, SYNTHESIS);

/** Wildcard resources, each with the reason why there is no narrower one. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'dynamodb:ListStreams': 'knows no resource',
  's3:GetObject': 'objects of the one bucket, named by their day and hash',
  's3:PutObject': 'the same',
};

function list<T>(one: T | readonly T[]): readonly T[] {
  return Array.isArray(one) ? (one as readonly T[]) : [one as T];
}

function policies(): (readonly [role: string, statement: Statement])[] {
  return made.ofType('AWS::IAM::Policy').flatMap(([, { Properties }]) => {
    const [role] = Properties.Roles as [{ Ref: string }];
    const { Statement: statements } = Properties.PolicyDocument as { Statement: Statement[] };
    return statements.map((statement) => [role.Ref, statement] as const);
  });
}

function logicalId(folder: string): string {
  return `${folder.charAt(0).toUpperCase()}${folder.slice(1)}Function`;
}

function roleOf(folder: string): string {
  const role = made.resources[logicalId(folder)]?.Properties.Role as { 'Fn::GetAtt': [string] };
  return role['Fn::GetAtt'][0];
}

/** What a role may do on the table itself and on its index. */
function grantedOnTable(folder: string): { actions: string[]; dueIndex: boolean } {
  const own = policies().filter(([role]) => role === roleOf(folder));
  const onTable = own.filter(([, { Resource }]) =>
    /"Fn::GetAtt":\["Licenses\w*Table\w*","Arn"\]/.test(JSON.stringify(Resource)),
  );
  const actionsOf = (index: boolean) =>
    onTable
      .filter(([, { Resource }]) => JSON.stringify(Resource).includes('/index/due') === index)
      .flatMap(([, { Action }]) => list(Action))
      .map((action) => action.replace('dynamodb:', ''));
  return { actions: actionsOf(false).toSorted(), dueIndex: actionsOf(true).includes('Query') };
}

describe('rights', () => {
  test('the table of functions names every function that a route calls', () => {
    const called = new Set(ROUTES.map((route) => route.function));
    expect([...called].filter((folder) => !FUNCTION_NAMES.includes(folder))).toEqual([]);
  });

  test('no policy has a wildcard in an action', () => {
    const actions = policies().flatMap(([, { Action }]) => list(Action));
    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('no policy has a wildcard resource that is not explained', () => {
    const wide = policies().filter(([, { Resource }]) => JSON.stringify(Resource).includes('*'));
    const actions = wide.flatMap(([, { Action }]) => list(Action));
    expect(actions.toSorted()).toEqual(Object.keys(EXPLAINED));
    expect(wide.filter(([, { Resource }]) => Resource === '*')).toHaveLength(1);
  });

  test('no role but that of CodeDeploy has a managed policy', () => {
    const managed = made.ofType('AWS::IAM::Role').filter(([, { Properties }]) => Properties.ManagedPolicyArns);
    expect(managed.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['RolloutRole']);
  });

  test.each(FUNCTION_NAMES)('%s may do on the table exactly what its code does', async (folder) => {
    expect(grantedOnTable(folder)).toEqual(await readTableUsage(folder));
  });

  test('only what is new in the outbox is handed to the publisher', () => {
    expect(partitions('OUT').every((partition) => partition.startsWith(OUTBOX_PREFIX))).toBe(true);
    expect(partitions('DUE').some((partition) => partition.startsWith(OUTBOX_PREFIX))).toBe(false);
    const criteria = made
      .ofType('AWS::Lambda::EventSourceMapping')
      .flatMap(([, { Properties }]) => Properties.FilterCriteria ?? []) as { Filters: { Pattern: string }[] }[];
    const patterns = criteria.flatMap(({ Filters }) => Filters.map(({ Pattern }) => Pattern));
    expect(patterns).toEqual([
      `{"eventName":["INSERT"],"dynamodb":{"NewImage":{"dueP":{"S":[{"prefix":"${OUTBOX_PREFIX}"}]}}}}`,
    ]);
  });
});

/** Variables that exist for this machine alone; what is deployed never has them. */
const LOCAL_ONLY: readonly string[] = [ENVIRONMENT_NAMES.secrets, ENVIRONMENT_NAMES.dynamodbEndpoint];
const SET_BY_LAMBDA: readonly string[] = [ENVIRONMENT_NAMES.region];
const OURS: readonly string[] = Object.values(ENVIRONMENT_NAMES);

/** A value of the right shape for what the template only refers to. */
function sample(name: string): string {
  if (name === ENVIRONMENT_NAMES.secretArn) return 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:s';
  return /URL|ISSUER/.test(name) ? 'https://sample.example.com' : 'sample';
}

describe('environment', () => {
  test.each(FUNCTION_NAMES)('%s finds every variable that it reads, and gets no other', async (folder) => {
    const { Metadata, Properties } = made.follow({ Ref: logicalId(folder) });
    const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    const names = Object.keys(Variables);
    const given = Object.fromEntries(
      names.map((name) => [name, typeof Variables[name] === 'string' ? Variables[name] : sample(name)]),
    );
    const bundle = join(made.directory, String(Metadata?.['aws:asset:path']), 'handler.cjs');
    const read = await readVariables(bundle, { ...given, AWS_REGION: 'eu-central-1' });
    const wanted = read.filter((name) => OURS.includes(name) && ![...LOCAL_ONLY, ...SET_BY_LAMBDA].includes(name));
    expect(names.toSorted()).toEqual([...new Set(wanted)].toSorted());
    expect(FUNCTIONS[folder]?.environment.map((field) => ENVIRONMENT_NAMES[field]).toSorted()).toEqual(
      names.toSorted(),
    );
  });
});
