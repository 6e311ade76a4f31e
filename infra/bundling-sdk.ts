import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Modules of the AWS SDK that a Lambda function with one DynamoDB table never runs, and what stands in for each: the
 * same exports, so that a change of the SDK's imports fails the build instead of the service. Together they are 43 % of
 * a function with three commands (docs/benchmarks.md).
 */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  // The default chain tries profiles, SSO, log-in, web identity and instance metadata. Lambda's credentials stand in
  // the environment, which is what that chain looks at first.
  '@aws-sdk/credential-provider-node': `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
  // Off unless asked for, and DynamoDB's own endpoint is known; its cache brings two collection libraries.
  '@aws-sdk/middleware-endpoint-discovery': `
    export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
      environmentVariableSelector: () => false, configFileSelector: () => false, default: false };
    export const resolveEndpointDiscoveryConfig = (input) => input;`,
  // Loaded only for operations that stream events; DynamoDB's client has none.
  '@smithy/core/event-streams': `
    export const EventStreamSerde = undefined;
    export const eventStreamSerdeProvider = undefined;`,
};

const PACKAGE_FILE = /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/;

/** Leaves out of a bundle what of the AWS SDK a deployed function never runs. */
export const trimSdk: Plugin = {
  name: 'trim-sdk',
  setup(build) {
    build.onResolve({ filter: /^@(aws-sdk|smithy)\// }, ({ path, importer }) =>
      Object.hasOwn(REPLACEMENTS, path)
        ? { path, namespace: 'trim-sdk', pluginData: dirname(importer), sideEffects: false }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'trim-sdk' }, ({ path, pluginData }) => ({
      contents: REPLACEMENTS[path] ?? '',
      resolveDir: String(pluginData),
    }));
    // A client reads its own version only, and would carry its whole list of scripts and dependencies along.
    build.onLoad({ filter: PACKAGE_FILE }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};
