import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Files of the AWS SDK of which a Lambda function with one DynamoDB table never runs what they hold, each with what
 * stands in for it: the same exports. Together with their own imports they are half of a function with three commands
 * (docs/benchmarks.md). The build fails when the SDK no longer has one of them.
 */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  // The default chain tries profiles, SSO, log-in, web identity and instance metadata. Lambda's credentials stand in
  // the environment, where that chain looks first.
  '@aws-sdk/credential-provider-node/dist-es/index.js': `
    export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,

  // Off unless asked for, and brings two libraries of collections along.
  '@aws-sdk/middleware-endpoint-discovery/dist-es/index.js': `
    export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
      environmentVariableSelector: () => false, configFileSelector: () => false, default: false };
    export const resolveEndpointDiscoveryConfig = (input) => input;`,

  // Loaded for operations that stream events; DynamoDB has none.
  '@smithy/core/dist-es/submodules/event-streams/index.js': `
    export const EventStreamSerde = undefined;
    export const eventStreamSerdeProvider = undefined;`,

  // An engine of decision diagrams for every partition, FIPS, dual stack and accounts' own endpoints: here it is the
  // endpoint that is set, or the region's.
  '@aws-sdk/client-dynamodb/dist-es/endpoint/endpointResolver.js': `
    export const defaultEndpointResolver = ({ Endpoint, Region = '' }) => ({ url: new URL(
      Endpoint ?? 'https://dynamodb.' + Region + '.amazonaws.com' + (Region.startsWith('cn-') ? '.cn' : '')) });`,
  '@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partition.js': `
    const never = () => { throw new Error('partitions are not bundled'); };
    export const partition = never, setPartitionInfo = never, useDefaultPartitionInfo = never, getUserAgentPrefix = never;`,

  // A Lambda has no ~/.aws; without it nothing looks for these files at the first request.
  '@smithy/core/dist-es/submodules/config/node-config-provider/fromSharedConfigFiles.js': `
    import { CredentialsProviderError } from '../property-provider/CredentialsProviderError';
    export const fromSharedConfigFiles = () => async () => {
      throw new CredentialsProviderError('configuration files are not read', { tryNextLink: true }); };`,

  // A Lambda's region stands in AWS_REGION.
  '@smithy/core/dist-es/submodules/config/config-resolver/regionConfig/getInstanceMetadataRegion.js': `
    export const getInstanceMetadataRegion = async () => undefined;`,

  // Names of buckets.
  '@smithy/core/dist-es/submodules/endpoints/middleware-endpoint/service-customizations/index.js': `
    export const resolveParamsForS3 = async (endpointParams) => endpointParams;`,

  // Stops functions that call themselves through SQS, SNS or S3; a table calls nobody back.
  '@aws-sdk/core/dist-es/submodules/client/middleware-recursion-detection/recursionDetectionMiddleware.js': `
    export const recursionDetectionMiddleware = () => (next) => next;`,

  // The service signs by itself, and writes DynamoDB's JSON by itself (functions/store/client.ts).
  '@smithy/signature-v4/dist-es/SignatureV4.js': `
    export class SignatureV4 { constructor() { throw new Error('the signer of the SDK is not bundled'); } }`,
  '@aws-sdk/dynamodb-codec/dist-es/codec-v2/DynamoDBJsonCodec2.js': `
    export class DynamoDBJsonCodec2 { constructor() { throw new Error('the codec of the SDK is not bundled'); } }`,
  '@smithy/core/dist-es/submodules/protocols/json/codec-v2/JsonCodec2.js': `
    export class JsonCodec2 { constructor() { throw new Error('the codec of the SDK is not bundled'); } }`,

  // Protocols that bind members to paths and headers, and operations with a host of their own: DynamoDB posts JSON.
  '@smithy/core/dist-es/submodules/protocols/HttpBindingNormalizedSchema.js': `
    export const getHttpOperationBindings = () => [];
    export class HttpBindingNormalizedSchema {}`,

  // DynamoDB writes instants, in descriptions of tables alone, as seconds.
  '@smithy/core/dist-es/submodules/serde/date-utils.js': `
    const never = () => { throw new Error('texts of dates are not bundled'); };
    export const dateToUtcString = never, parseRfc3339DateTime = never, parseRfc3339DateTimeWithOffset = never,
      parseRfc7231DateTime = never;
    export const parseEpochTimestamp = (value) => value == null ? undefined : new Date(Math.round(value * 1000));`,

  // Which features of the SDK are used is told to AWS in every request, and to a logger that nobody has set.
  '@aws-sdk/core/dist-es/submodules/client/middleware-user-agent/user-agent-middleware.js': `
    const nothing = () => (next) => next;
    export const userAgentMiddleware = nothing, getUserAgentMiddlewareOptions = {};
    export const getUserAgentPlugin = () => ({ applyToStack: () => undefined });`,
  '@aws-sdk/core/dist-es/submodules/client/middleware-logger/loggerMiddleware.js': `
    export const loggerMiddleware = () => (next) => next, loggerMiddlewareOptions = {};
    export const getLoggerPlugin = () => ({ applyToStack: () => undefined });`,

  // For a Node without OpenSSL.
  '@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js': `
    export class Sha256Js { constructor() { throw new Error('SHA-256 in JavaScript is not bundled'); } }`,

  // A mode that nobody turns on: it slows all calls of a process down when one table is throttled.
  '@smithy/core/dist-es/submodules/retry/util-retry/AdaptiveRetryStrategy.js': `
    export class AdaptiveRetryStrategy { constructor() { throw new Error('adaptive retries are not bundled'); } }`,
};

/** Errors of operations on items. The SDK knows 24 more, of backups, imports and global tables. */
const ERRORS = [
  'ConditionalCheckFailedException',
  'DynamoDBServiceException',
  'IdempotentParameterMismatchException',
  'InternalServerError',
  'ItemCollectionSizeLimitExceededException',
  'ProvisionedThroughputExceededException',
  'ReplicatedWriteConflictException',
  'RequestLimitExceeded',
  'ResourceNotFoundException',
  'ThrottlingException',
  'TransactionCanceledException',
  'TransactionConflictException',
  'TransactionInProgressException',
];

const SCHEMAS = '@aws-sdk/client-dynamodb/dist-es/schemas/schemas_0.js';
const REGISTRATION = /^\w+_registry\.registerError\((\w+)\$, \w+\);$/gm;
const SDK_FILE = /[\\/]node_modules[\\/]@(aws-sdk|smithy)[\\/].*\.js$/;
const PACKAGE_FILE = /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/;

/** An error that is not registered arrives as the service's general one with its name, so none is lost. */
function keepErrors(source: string): string {
  return source.replace(REGISTRATION, (line, name: string) => (ERRORS.includes(name) ? line : ''));
}

/** Path inside node_modules, with slashes. */
function modulePath(path: string): string {
  return path.replaceAll('\\', '/').replace(/^.*\/node_modules\//, '');
}

/** Leaves out of a bundle what of the AWS SDK a deployed function never runs. */
export const trimSdk: Plugin = {
  name: 'trim-sdk',
  setup(build) {
    const seen = new Set<string>();
    build.onLoad({ filter: SDK_FILE }, async ({ path }) => {
      const module = modulePath(path);
      seen.add(module);
      const contents = REPLACEMENTS[module];
      if (contents !== undefined) return { contents, resolveDir: dirname(path) };
      return module === SCHEMAS ? { contents: keepErrors(await readFile(path, 'utf8')) } : undefined;
    });
    // A client reads its own version only, and would carry its list of scripts and dependencies along.
    build.onLoad({ filter: PACKAGE_FILE }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
    build.onEnd(() => {
      if (!seen.has(SCHEMAS)) return;
      const gone = Object.keys(REPLACEMENTS).filter((module) => !seen.has(module));
      if (gone.length > 0) return { errors: gone.map((module) => ({ text: `the AWS SDK no longer loads ${module}` })) };
      return;
    });
  },
};
