import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onceForSources } from './once-for-sources.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** What `cdk synth` has made of one stage. */
export interface Assembly {
  readonly directory: string;
  readonly resources: Readonly<Record<string, Resource>>;
  /** Rules of cdk-nag that are broken and not acknowledged. */
  readonly violations: readonly string[];
  /** Resources of a type, by logical id. */
  readonly ofType: (type: string) => readonly (readonly [id: string, resource: Resource])[];
  /** The only resource of a type. */
  readonly only: (type: string) => Resource;
  /** The resource that a `Ref` or `Fn::GetAtt` stands for. */
  readonly follow: (reference: unknown) => Resource;
}

interface Report {
  readonly pluginReports: readonly { readonly violations: readonly { readonly ruleName: string }[] }[];
}

/** How long a synthesis may take on a machine that is busy with other tests, in milliseconds. */
export const SYNTHESIS = 300_000;

/** A stage with everything that is optional. */
export const PROD = {
  stage: 'prod',
  domain: 'licenses.example.com',
  certificate: 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b',
  alarmEmail: 'ops@example.com',
};

/** Runs infra/app.ts as the CDK does, offline and without an account, with context such as `{ stage: 'prod' }`. */
export async function synthesize(context: Readonly<Record<string, string>>): Promise<Assembly> {
  const directory = await onceForSources(JSON.stringify(context), (empty) => runApp(empty, context));
  const report = join(directory, REPORT);
  const template = join(directory, `Latchkey-${context.stage}.template.json`);
  const { Resources: resources } = (await read(template)) as { Resources: Record<string, Resource> };
  const { pluginReports } = (await read(report)) as Report;
  const ofType = (type: string) => Object.entries(resources).filter(([, resource]) => resource.Type === type);
  return {
    directory,
    resources,
    violations: pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName)),
    ofType,
    only: (type) => {
      const [found, ...others] = ofType(type);
      if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} or no ${type}`);
      return found[1];
    },
    follow: (reference) => {
      const { Ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
      const found = resources[Ref ?? attribute?.[0] ?? ''];
      if (found === undefined) throw new Error(`no resource is ${JSON.stringify(reference)}`);
      return found;
    },
  };
}

async function read(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}

async function runApp(directory: string, context: Readonly<Record<string, string>>): Promise<void> {
  const cdk = (await read(join(ROOT, 'cdk.json'))) as { context: object };
  const environment = {
    ...process.env,
    CDK_OUTDIR: directory,
    CDK_CONTEXT_JSON: JSON.stringify({ ...cdk.context, ...METADATA, ...context }),
  };
  await promisify(execFile)(process.execPath, [join(ROOT, 'infra/app.ts')], { cwd: ROOT, env: environment }).catch(
    (fault: unknown) => {
      // Broken rules of cdk-nag end it as well, after everything is written.
      if (!existsSync(join(directory, REPORT))) throw fault;
    },
  );
}

/** The CDK's command line sets these; with them a function names the folder of its package. */
const METADATA = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const REPORT = 'validation-report.json';
