import { Annotations, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { EnvironmentField } from '../functions/runtime/environment-names.ts';
import { AnchorBucket } from './anchor-bucket.ts';
import type { Bundle } from './bundling.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import { ServiceEventBus } from './event-bus.ts';
import { FUNCTIONS } from './functions.ts';
import { ServiceApi } from './http-api.ts';
import { LicenseTable } from './license-table.ts';
import { MailSender } from './mail-sender.ts';
import { Monitoring } from './monitoring.ts';
import { Rollout } from './rollout.ts';
import { ROUTES } from './routes.ts';
import { Schedules } from './schedules.ts';
import { ServiceFunction } from './service-function.ts';
import { ServiceSecret } from './service-secret.ts';
import type { Stage } from './stage.ts';
import { WorkQueue } from './work-queue.ts';

export interface ServiceStackProps extends StackProps {
  readonly stage: Stage;
  readonly bundles: ReadonlyMap<string, Bundle>;
}

/** Gives a function what a field of its environment stands for: the value, and the right to use it. */
type Binding = (subject: ServiceFunction) => void;

/** The whole service of one stage. */
export class ServiceStack extends Stack {
  private readonly functions: ReadonlyMap<string, ServiceFunction>;

  constructor(scope: Construct, id: string, { stage, bundles, ...props }: ServiceStackProps) {
    super(scope, id, props);
    this.functions = this.createFunctions(stage, bundles);
    const table = new LicenseTable(this, 'Licenses', stage);
    const secret = new ServiceSecret(this, 'Secrets', stage);
    const api = new ServiceApi(this, 'Http', stage);
    const bus = new ServiceEventBus(this, 'Events');
    const mail = new MailSender(this, 'Mail', stage);
    const anchors = new AnchorBucket(this, 'Anchors', stage);
    const queues = this.createQueues();
    const schedules = new Schedules(this, 'Schedules');
    // What the stream and the queues did not bring to an end, the next minute's run finds in the table.
    for (const folder of ['sweep', 'publish', 'deliver']) schedules.call(this.find(folder), 'rate(1 minute)');
    // It anchors the day before; what one run has no time for the next one goes on with.
    schedules.call(this.find('anchor'), 'rate(1 hour)');
    const outbox = table.feed(this.find('publish'));

    this.bindEnvironment({
      table: (subject) => table.grant(subject),
      secretArn: (subject) => secret.grant(subject),
      issuer: (subject) => subject.setEnvironment('issuer', api.url),
      // `local` is what functions know a machine without queues and mail by.
      stage: (subject) => subject.setEnvironment('stage', stage.emulated ? 'local' : stage.name),
      failuresPerWindow: (subject) => subject.setEnvironment('failuresPerWindow', String(stage.perSource.failures)),
      recoveriesPerWindow: (subject) =>
        subject.setEnvironment('recoveriesPerWindow', String(stage.perSource.recoveries)),
      logLevel: (subject) => subject.setEnvironment('logLevel', stage.retained ? 'info' : 'debug'),
      eventBus: (subject) => bus.grant(subject),
      anchorBucket: (subject) => anchors.grant(subject),
      mailFrom: (subject) => mail.grant(subject),
      mailQueueUrl: (subject) => queues.mail.grant(subject),
      sweepQueueUrl: (subject) => queues.sweep.grant(subject),
      webhookQueueUrl: (subject) => queues.webhooks.grant(subject),
    });
    for (const [folder, subject] of this.functions) {
      const routes = ROUTES.filter((route) => route.function === folder);
      if (routes.length > 0) api.route(subject, routes);
    }

    const deadLetters: Record<string, DeadLetterQueue> = {
      schedule: schedules.deadLetters,
      outbox,
      mail: queues.mail.deadLetters,
      sweep: queues.sweep.deadLetters,
      webhooks: queues.webhooks.deadLetters,
    };
    if (!stage.emulated) {
      const monitoring = new Monitoring(this, 'Monitoring', {
        stage,
        api,
        table,
        functions: this.functions,
        deadLetters,
      });
      this.rollOut(stage, monitoring);
    }
    if (stage.retained && !stage.emulated) this.warn(stage);
    this.tagAll(stage);
  }

  private createFunctions(stage: Stage, bundles: ReadonlyMap<string, Bundle>): ReadonlyMap<string, ServiceFunction> {
    const scope = new Construct(this, 'Functions');
    return new Map(
      Object.entries(FUNCTIONS).map(([folder, spec]) => {
        const bundle = bundles.get(folder);
        if (bundle === undefined) throw new Error(`function ${folder} has no bundle`);
        const id = `${folder.charAt(0).toUpperCase()}${folder.slice(1)}`;
        const made = new ServiceFunction(scope, id, { stage, bundle, spec });
        // SAM replaces only variables that the template names.
        if (stage.emulated)
          for (const field of ['secrets', 'dynamodbEndpoint'] as const) made.setEnvironment(field, '');
        return [folder, made];
      }),
    );
  }

  private find(folder: string): ServiceFunction {
    const found = this.functions.get(folder);
    if (found === undefined) throw new Error(`the table of functions has no ${folder}`);
    return found;
  }

  private createQueues() {
    return {
      // Half a dozen times: SES throttles for seconds, not for hours.
      mail: new WorkQueue(this, 'MailQueue', {
        field: 'mailQueueUrl',
        worker: this.find('mail'),
        batchSize: 10,
        concurrency: 2,
        attempts: 6,
      }),
      // A shard that fails stays due for the next minute's run, so its message is worth few attempts.
      sweep: new WorkQueue(this, 'SweepQueue', {
        field: 'sweepQueueUrl',
        worker: this.find('sweep'),
        batchSize: 1,
        concurrency: 4,
        attempts: 3,
      }),
      webhooks: new WorkQueue(this, 'WebhookQueue', {
        field: 'webhookQueueUrl',
        worker: this.find('deliver'),
        batchSize: 10,
        concurrency: 10,
        attempts: 10,
      }),
    };
  }

  private bindEnvironment(bindings: Partial<Record<EnvironmentField, Binding>>): void {
    for (const [folder, subject] of this.functions) {
      for (const field of subject.spec.environment) {
        const bind = bindings[field];
        if (bind === undefined) throw new Error(`nothing in the stack gives ${folder} its ${field}`);
        bind(subject);
      }
    }
  }

  private rollOut(stage: Stage, { serverErrors, workerFailures }: Monitoring): void {
    const rollout = new Rollout(this, 'Rollout', stage);
    for (const [folder, subject] of this.functions) {
      const answers = ROUTES.some((route) => route.function === folder);
      if (answers) rollout.shift(subject, [serverErrors]);
      else rollout.shiftWorker(subject, workerFailures);
    }
  }

  /** What a stage that customers use should not be without; a setting that is forgotten once is taken away. */
  private warn({ domain, alarmEmail }: Stage): void {
    const notes = Annotations.of(this);
    if (domain === null) {
      notes.addWarningV2(
        'latchkey:domain',
        'No domain: leases will name the address of API Gateway, now and for ever.',
      );
    }
    if (alarmEmail === null) notes.addWarningV2('latchkey:alarmEmail', 'No alarmEmail: nobody is told of alarms.');
  }

  private tagAll(stage: Stage): void {
    Tags.of(this).add('service', 'latchkey');
    Tags.of(this).add('stage', stage.name);
    Tags.of(this).add('data', stage.retained ? 'retained' : 'disposable');
  }
}
