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

/** Functions that a person waits for. */
const FOR_CUSTOMERS = ['activate', 'validate', 'deactivate', 'seats', 'recover'] as const;
/** Functions that nobody waits for, apart from the sweep and the hourly anchor. */
const IN_BACKGROUND = ['publish', 'deliver', 'mail'] as const;

const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);
const SUM = { statistic: Stats.SUM, period: MINUTE };

/** What is watched: figures, the alarms on them and the dashboard that shows both. */
export class Monitoring extends Construct {
  /** Rings when an answer to a customer fails; turns a rollout of what answers requests back. */
  readonly serverErrors: Alarm;
  /** Ring when work in the background fails; turn a rollout of it back. */
  readonly workerFailures: readonly Alarm[];
  private readonly alarms: Alarms;
  private readonly props: MonitoringProps;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.props = props;
    this.alarms = new Alarms(this, 'Alarms', props.stage);
    const metrics = new LogMetrics(this, 'LogMetrics', props.stage);
    this.serverErrors = this.watchAnswers();
    this.workerFailures = this.watchWorkers();
    this.watchThrottles();
    this.watchDeadLetters();
    const lag = metrics.sweepLag(this.find('sweep'), MINUTE);
    this.alarms.add('sweep-lag', { metric: lag, above: 600, of: [3, 5] });
    const refusals = metrics.refusals(this.pick(FOR_CUSTOMERS), FIVE_MINUTES);
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
    const age = this.find('publish').function.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: MINUTE });
    this.alarms.add('outbox-age', { metric: age, above: 120_000, of: [3, 5] });
    const anchor = this.find('anchor').function.metricErrors({ statistic: Stats.SUM, period: Duration.hours(1) });
    this.alarms.add('anchor-failures', { metric: anchor, above: 0, of: [3, 6] });
    const errors = this.sum(IN_BACKGROUND, (subject) => subject.function.metricErrors(SUM), 'errors of workers');
    return [
      this.alarms.add('sweep-failures', { metric: sweep.metricErrors(SUM), above: 0, of: [3, 5] }),
      this.alarms.add('worker-errors', { metric: errors, above: 0, of: [3, 5] }),
    ];
  }

  private watchThrottles(): void {
    const calls = this.sum(
      FOR_CUSTOMERS,
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
      this.alarms.add('dead-letters', { metric: waiting, above: 0, of: [1, 1] }, `-${name}`);
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
