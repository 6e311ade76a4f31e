import { Duration } from 'aws-cdk-lib';
import { type Alarm, type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { ServiceDashboard } from './dashboard.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceApi } from './http-api.ts';
import type { LicenseTable } from './license-table.ts';
import { LogMetrics } from './log-metrics.ts';
import type { ServiceFunction } from './service-function.ts';
import type { Stage } from './stage.ts';

export interface MonitoringProps {
  readonly stage: Stage;
  readonly api: ServiceApi;
  readonly table: LicenseTable;
  /** All functions by their folder. */
  readonly functions: ReadonlyMap<string, ServiceFunction>;
  readonly deadLetters: Readonly<Record<string, DeadLetterQueue>>;
}

/** Functions that a customer waits for. */
const FOR_CUSTOMERS = ['activate', 'validate', 'deactivate', 'seats', 'recover'] as const;
/** A shop waits for codes while its customer pays. */
const FOR_SHOPS = ['issue'] as const;
/** Functions that nobody waits for, apart from the sweep and the hourly anchor. */
const IN_BACKGROUND = ['publish', 'deliver', 'mail'] as const;

const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);
const SUM = { statistic: Stats.SUM, period: MINUTE };

/** What is watched: figures, the alarms on them and the dashboard that shows both. */
export class Monitoring extends Construct {
  /** Fires when an answer to a customer fails; rolls back what answers requests. */
  readonly serverErrors: Alarm;
  /** Fire when work in the background fails; roll it back. */
  readonly workerFailures: readonly Alarm[];
  private readonly alarms: Alarms;
  private readonly logMetrics: LogMetrics;
  private readonly props: MonitoringProps;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.props = props;
    this.alarms = new Alarms(this, 'Alarms', props.stage);
    this.logMetrics = new LogMetrics(this, 'LogMetrics', props.stage);
    this.serverErrors = this.watchAnswers();
    this.workerFailures = this.watchWorkers();
    this.watchThrottles();
    this.watchDeadLetters();
    const lag = this.logMetrics.sweepLag(this.find('sweep'), MINUTE);
    this.alarms.add('sweep-lag', { metric: lag, above: 600, of: [3, 5] });
    const refusals = this.logMetrics.refusals(this.pick(FOR_CUSTOMERS), FIVE_MINUTES);
    this.watchRefusals(refusals);
    new ServiceDashboard(this, 'Dashboard', { ...props, lag, refusals });
  }

  private find(folder: string): ServiceFunction {
    const found = this.props.functions.get(folder);
    if (found === undefined) throw new Error(`no function ${folder} to watch`);
    return found;
  }

  private pick(folders: readonly string[]): ServiceFunction[] {
    return folders.map((folder) => this.find(folder));
  }

  private watchAnswers(): Alarm {
    const { api } = this.props.api;
    const share = new MathExpression({
      label: '5xx in % of requests, from two a minute',
      expression: 'IF(failed > 1, 100 * failed / requests, 0)',
      usingMetrics: { failed: api.metricServerError(SUM), requests: api.metricCount(SUM) },
      period: MINUTE,
    });
    const p99 = api.metricLatency({ statistic: Stats.percentile(99), period: FIVE_MINUTES });
    this.alarms.add('slow-answers', { metric: p99, above: 1000, of: [3, 3] });
    return this.alarms.add('server-errors', { metric: share, above: 1, of: [1, 1] });
  }

  private watchWorkers(): Alarm[] {
    const sweep = this.find('sweep').function;
    this.alarms.add('sweep-silence', { metric: sweep.metricInvocations(SUM), below: 1, of: [5, 5] });
    const hourly = { statistic: Stats.SUM, period: Duration.hours(1) };
    const calls = this.find('anchor').function.metricInvocations(hourly);
    this.alarms.add('worker-silence', { metric: calls, below: 1, of: [3, 3] }, 'anchor');
    const deliveries = this.find('deliver').function.metricInvocations(SUM);
    this.alarms.add('worker-silence', { metric: deliveries, below: 1, of: [5, 5] }, 'deliver');
    const anchor = this.find('anchor').function.metricErrors(hourly);
    this.alarms.add('anchor-failures', { metric: anchor, above: 0, of: [3, 6] });
    this.watchOutbox();
    const givenUp = this.logMetrics.givenUp(this.find('deliver'), FIVE_MINUTES);
    this.alarms.add('webhook-given-up', { metric: givenUp, above: 0, of: [1, 1] });
    const caught = this.logMetrics.caughtFaults(this.pick(['sweep', ...IN_BACKGROUND]), MINUTE);
    // It does not roll back: a single license that fails for good would keep the version out that mends it.
    this.alarms.add('caught-faults', { metric: caught, above: 0, of: [3, 5] });
    const errors = this.sum(IN_BACKGROUND, (subject) => subject.function.metricErrors(SUM), 'errors of workers');
    return [
      this.alarms.add('sweep-failures', { metric: sweep.metricErrors(SUM), above: 0, of: [3, 5] }),
      this.alarms.add('worker-errors', { metric: errors, above: 0, of: [3, 5] }),
    ];
  }

  /** An event waits in the stream while publishing fails, and in the table while a sink does not take it. */
  private watchOutbox(): void {
    const publisher = this.find('publish');
    const age = new MathExpression({
      label: 'the oldest event that has not left, in s',
      expression: 'MAX([FILL(stream, 0) / 1000, FILL(outbox, 0)])',
      usingMetrics: {
        stream: publisher.function.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: MINUTE }),
        outbox: this.logMetrics.outboxAge(publisher, MINUTE),
      },
      period: MINUTE,
    });
    this.alarms.add('outbox-age', { metric: age, above: 120, of: [3, 5] });
    this.alarms.add('worker-silence', { metric: this.logMetrics.outboxRuns(MINUTE), below: 1, of: [5, 5] }, 'publish');
  }

  private watchThrottles(): void {
    const calls = this.sum(
      [...FOR_CUSTOMERS, ...FOR_SHOPS],
      (subject) => subject.function.metricThrottles(SUM),
      'calls refused by Lambda',
    );
    this.alarms.add('function-throttles', { metric: calls, above: 0, of: [2, 3] });
    const { table } = this.props.table;
    const refused = new MathExpression({
      label: 'reads and writes refused by DynamoDB',
      expression: 'FILL(reads, 0) + FILL(writes, 0)',
      usingMetrics: {
        reads: table.metric('ReadThrottleEvents', SUM),
        writes: table.metric('WriteThrottleEvents', SUM),
      },
      period: MINUTE,
    });
    this.alarms.add('table-throttles', { metric: refused, above: 10, of: [2, 3] });
  }

  private watchDeadLetters(): void {
    for (const [name, { queue }] of Object.entries(this.props.deadLetters)) {
      const waiting = queue.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: FIVE_MINUTES,
      });
      this.alarms.add('dead-letters', { metric: waiting, above: 0, of: [1, 1] }, name);
    }
  }

  private watchRefusals(refusals: IMetric): void {
    const requests = this.props.api.api.metricCount({ statistic: Stats.SUM, period: FIVE_MINUTES });
    const share = new MathExpression({
      label: 'refusals in % of requests, from 100 requests',
      expression: 'IF(requests >= 100, 100 * FILL(refusals, 0) / requests, 0)',
      usingMetrics: { refusals, requests },
      period: FIVE_MINUTES,
    });
    this.alarms.add('unusual-refusals', { metric: share, above: 50, of: [2, 2] });
  }

  /** Adds up one metric of several functions; a metric that is missing counts nothing. */
  private sum(folders: readonly string[], metricOf: (subject: ServiceFunction) => IMetric, label: string): IMetric {
    const usingMetrics = Object.fromEntries(this.pick(folders).map((subject) => [subject.folder, metricOf(subject)]));
    const expression = Object.keys(usingMetrics)
      .map((name) => `FILL(${name}, 0)`)
      .join(' + ');
    return new MathExpression({ expression, usingMetrics, label, period: MINUTE });
  }
}
