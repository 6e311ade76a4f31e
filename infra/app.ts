import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions } from './bundling.ts';
import { FUNCTION_NAMES } from './functions.ts';
import { ServiceStack } from './service-stack.ts';
import { readStage } from './stage.ts';

const app = new App();
const stage = readStage((key) => app.node.tryGetContext(key));
new ServiceStack(app, `Latchkey-${stage.name}`, {
  stage,
  bundles: await bundleFunctions(FUNCTION_NAMES, app.outdir),
  description: `Latchkey, license activation (${stage.name})`,
  terminationProtection: stage.retained,
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
