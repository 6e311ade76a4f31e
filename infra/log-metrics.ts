import type { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type IFilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { LogEventName } from '../functions/runtime/log-events.ts';
import type { ServiceFunction } from './service-function.ts';
import type { Stage } from './stage.ts';

const GIVEN_UP: LogEventName = 'webhook.given_up';

/** Figures that only the functions know, read from the lines that they log anyway. */
export class LogMetrics extends Construct {
  private readonly namespace: string;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.namespace = `Latchkey/${stage.name}`;
  }

  /** Refusals of requests by applications and owners (docs/rules.md section 15), whatever the code. */
  refusals(subjects: readonly ServiceFunction[], period: Duration): Metric {
    const refused = FilterPattern.all(
      FilterPattern.stringValue('$.event', '=', 'request.completed'),
      FilterPattern.exists('$.refusal'),
    );
    for (const subject of subjects) this.read(subject, 'Refusals', refused, '1');
    return this.metric('Refusals', Stats.SUM, period);
  }

  /** For how many seconds the oldest due item had waited when the sweep found it (R13.1). */
  sweepLag(sweep: ServiceFunction, period: Duration): Metric {
    const swept = FilterPattern.exists('$.oldestDueSeconds');
    this.read(sweep, 'SweepLagSeconds', swept, '$.oldestDueSeconds');
    return this.metric('SweepLagSeconds', Stats.MAXIMUM, period);
  }

  /** For how many seconds the oldest event of the outbox had waited when a scheduled run found it (R14.2). */
  outboxAge(publisher: ServiceFunction, period: Duration): Metric {
    const found = FilterPattern.exists('$.oldestOutboxSeconds');
    this.read(publisher, 'OutboxAgeSeconds', found, '$.oldestOutboxSeconds');
    return this.metric('OutboxAgeSeconds', Stats.MAXIMUM, period);
  }

  /** How many scheduled runs over the outbox there were; the stream calls its function, too. */
  outboxRuns(period: Duration): Metric {
    return this.metric('OutboxAgeSeconds', Stats.SAMPLE_COUNT, period);
  }

  /**
   * Faults that functions have caught and logged, so that one license or receiver keeps no other waiting: Lambda counts
   * no error for them. What a receiver never took is not among them, as that is the receiver's.
   */
  caughtFaults(subjects: readonly ServiceFunction[], period: Duration): Metric {
    const caught = FilterPattern.all(
      FilterPattern.stringValue('$.level', '=', 'error'),
      FilterPattern.stringValue('$.event', '!=', GIVEN_UP),
    );
    for (const subject of subjects) this.read(subject, 'CaughtFaults', caught, '1');
    return this.metric('CaughtFaults', Stats.SUM, period);
  }

  /** Events that a receiver of webhooks did not take in three days (R14.2). */
  givenUp(deliver: ServiceFunction, period: Duration): Metric {
    this.read(deliver, 'WebhooksGivenUp', FilterPattern.stringValue('$.event', '=', GIVEN_UP), '1');
    return this.metric('WebhooksGivenUp', Stats.SUM, period);
  }

  private read(subject: ServiceFunction, metricName: string, filterPattern: IFilterPattern, metricValue: string): void {
    new MetricFilter(this, `${metricName}-${subject.folder}`, {
      logGroup: subject.logGroup,
      filterPattern,
      metricNamespace: this.namespace,
      metricName,
      metricValue,
    });
  }

  private metric(metricName: string, statistic: string, period: Duration): Metric {
    return new Metric({ namespace: this.namespace, metricName, statistic, period });
  }
}
