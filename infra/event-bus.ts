import { CfnOutput } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

/** Where a vendor's own systems take the service's events from (R14.2). */
export class ServiceEventBus extends Construct {
  private readonly bus: EventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: 'Latchkey: license, seat and reserve events' });
    new CfnOutput(this, 'Name', { value: this.bus.eventBusName }).overrideLogicalId('EventBusName');
  }

  /** Lets a function put events, and tells it the bus. */
  grant(publisher: ServiceFunction): void {
    publisher.allow(['events:PutEvents'], [this.bus.eventBusArn]);
    publisher.setEnvironment('eventBus', this.bus.eventBusName);
  }
}
