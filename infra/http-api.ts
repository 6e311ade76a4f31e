import { CfnOutput, Validations } from 'aws-cdk-lib';
import {
  ApiMapping,
  type CfnStage,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpStage,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { logRetention, removal } from './retention.ts';
import type { RouteEntry } from './routes.ts';
import type { ServiceFunction } from './service-function.ts';
import type { Stage } from './stage.ts';

/** What is logged of a request. Never the path itself, a header or a query: names and codes could stand there. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  source: '$context.identity.sourceIp',
  responseBytes: '$context.responseLength',
  latencyMilliseconds: '$context.responseLatency',
  integrationMilliseconds: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
};

/** The HTTP API in front of the functions: exactly the routes of the route table. */
export class ServiceApi extends Construct {
  readonly api: HttpApi;
  /** Public base URL without a slash at the end; the issuer of leases. */
  readonly url: string;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      description: `Latchkey ${stage.name}`,
      createDefaultStage: false,
      // With a domain of its own the service is reached by that alone.
      disableExecuteApiEndpoint: stage.domain !== null,
      ...(stage.corsOrigins.length > 0 && {
        corsPreflight: {
          allowOrigins: [...stage.corsOrigins],
          allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
          allowHeaders: ['content-type', 'authorization', 'idempotency-key'],
          exposeHeaders: ['x-request-id', 'retry-after'],
        },
      }),
    });
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Applications prove themselves by a code or an activation id in the body, which no authorizer of an HTTP API ' +
        'sees; operators by an API key with scopes. The functions check both (functions/http/admission.ts).',
    });
    this.serve(stage);
    this.url = stage.domain === null ? this.api.apiEndpoint : `https://${stage.domain.name}`;
    new CfnOutput(this, 'Url', { value: this.url }).overrideLogicalId('Url');
  }

  /** The one stage, with throttling and access logs. */
  private serve(stage: Stage): void {
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: logRetention(stage),
      removalPolicy: removal(stage),
    });
    const served = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stage.throttle.rate, burstLimit: stage.throttle.burst },
    });
    new CfnOutput(this, 'AccessLogName', { value: accessLog.logGroupName }).overrideLogicalId('AccessLogGroup');
    (served.node.defaultChild as CfnStage).accessLogSettings = {
      destinationArn: accessLog.logGroupArn,
      format: JSON.stringify(ACCESS_LOG),
    };
    if (stage.domain === null) return;
    const domainName = new DomainName(this, 'Domain', {
      domainName: stage.domain.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', stage.domain.certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, 'Mapping', { api: this.api, domainName, stage: served });
    new CfnOutput(this, 'DomainTarget', { value: domainName.regionalDomainName }).overrideLogicalId('DomainTarget');
  }

  /** Adds the routes that a function answers. */
  route(subject: ServiceFunction, routes: readonly RouteEntry[]): void {
    const integration = new HttpLambdaIntegration(subject.folder, subject.target, {
      // One permission a function instead of one a route: what it may be called for is the route table's to say.
      scopePermissionToRoute: false,
    });
    for (const { method, path } of routes) {
      this.api.addRoutes({ path, methods: [HttpMethod[method]], integration });
    }
  }
}
