import { Duration } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  Architecture,
  type CfnFunction,
  Code,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ENVIRONMENT_NAMES, type EnvironmentField } from '../functions/runtime/environment-names.ts';
import { BUNDLE_MODULE, type Bundle } from './bundling.ts';
import type { FunctionSpec } from './functions.ts';
import { logRetention, removal } from './retention.ts';
import type { Stage } from './stage.ts';

export interface ServiceFunctionProps {
  readonly stage: Stage;
  readonly bundle: Bundle;
  readonly spec: FunctionSpec;
}

/** A deployed function with its log group, its own role and the alias that callers use. It may do nothing by itself. */
export class ServiceFunction extends Construct {
  /** Folder under functions/. */
  readonly folder: string;
  readonly spec: FunctionSpec;
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  /** Shifted from version to version by a rollout; none when emulated, as `sam local` knows no aliases. */
  readonly alias: Alias | null;
  private readonly role: Role;

  constructor(scope: Construct, id: string, { stage, bundle, spec }: ServiceFunctionProps) {
    super(scope, id);
    this.folder = bundle.name;
    this.spec = spec;
    this.logGroup = new LogGroup(this, 'Log', {
      retention: logRetention(stage),
      removalPolicy: removal(stage),
    });
    // A role of its own instead of the CDK's: that one carries a managed policy with rights on every log group.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      description: spec.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: stage.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      code: Code.fromAsset(bundle.directory),
      handler: `${BUNDLE_MODULE}.handler`,
      memorySize: spec.memory,
      timeout: Duration.seconds(spec.timeout),
      role: this.role,
      logGroup: this.logGroup,
      // One JSON object a line, as the functions write them; the platform's own lines become JSON too.
      loggingFormat: LoggingFormat.JSON,
      // Without a start and a report of every call, which would be more than half of all that is logged and paid for.
      systemLogLevelV2: SystemLogLevel.WARN,
      // Rolling back needs the versions before (docs/runbook.md).
      currentVersionOptions: { removalPolicy: removal(stage) },
      ...(stage.reserveConcurrency &&
        spec.reservedConcurrency !== undefined && { reservedConcurrentExecutions: spec.reservedConcurrency }),
    });
    (this.function.node.defaultChild as CfnFunction).overrideLogicalId(`${id}Function`);
    this.alias = stage.emulated
      ? null
      : new Alias(this, 'Live', { aliasName: 'live', version: this.function.currentVersion as IVersion });
  }

  /** What callers call. */
  get target(): IFunction {
    // The CDK's classes and interfaces agree except on `undefined` in optional properties.
    return (this.alias ?? this.function) as IFunction;
  }

  /** Whoever gets rights of this function. */
  get grantee(): IGrantable {
    return this.role;
  }

  /** Lets this function do exactly these actions on exactly these resources. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPrincipalPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /** Sets a variable by the field that the function reads it as. */
  setEnvironment(field: EnvironmentField, value: string): void {
    this.function.addEnvironment(ENVIRONMENT_NAMES[field], value);
  }
}
