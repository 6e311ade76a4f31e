import type { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type IFilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';
import type { Stage } from './stage.ts';

/** Figures that only the functions know, read from the lines that they log anyway. */
export class LogMetrics extends Construct {
  private readonly namespace: string;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.namespace = `Latchkey/${stage.name}`;
  }

  /** Refusals of requests by applications and owners (domain.md section 15), whatever the code. */
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
