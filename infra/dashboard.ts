import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { MonitoringProps } from './monitoring.ts';

interface Figures extends MonitoringProps {
  readonly lag: IMetric;
  readonly refusals: IMetric;
}

const WIDTH = 8;
const PERIOD = Duration.minutes(5);
const SUM = { statistic: Stats.SUM, period: PERIOD };

function graph(title: string, ...left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, width: WIDTH, left, leftYAxis: { min: 0, showUnits: false } });
}

/** One page: what customers see, what the functions and the table do, what waits. */
export class ServiceDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { api: { api }, table: { table }, functions, deadLetters, lag, refusals }: Figures,
  ) {
    super(scope, id);
    const each = (metricOf: (name: string) => IMetric | undefined) =>
      [...functions.keys()].flatMap((name) => metricOf(name) ?? []);
    const latency = (percent: number) =>
      api.metricLatency({ statistic: Stats.percentile(percent), period: PERIOD, label: `p${percent}` });
    new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(1),
      widgets: [
        [
          graph('Requests', api.metricCount(SUM), api.metricClientError(SUM), api.metricServerError(SUM)),
          graph('Latency in ms', latency(50), latency(99)),
          graph('Refusals', refusals),
        ],
        [
          graph('Calls', ...each((name) => functions.get(name)?.function.metricInvocations({ ...SUM, label: name }))),
          graph('Errors', ...each((name) => functions.get(name)?.function.metricErrors({ ...SUM, label: name }))),
          graph('Throttles', ...each((name) => functions.get(name)?.function.metricThrottles({ ...SUM, label: name }))),
        ],
        [
          graph('Table units', table.metricConsumedReadCapacityUnits(SUM), table.metricConsumedWriteCapacityUnits(SUM)),
          graph('Sweep: oldest due item in s', lag),
          graph(
            'Dead letters',
            ...Object.entries(deadLetters).map(([label, { queue }]) =>
              queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: PERIOD, label }),
            ),
          ),
        ],
      ],
    });
  }
}
