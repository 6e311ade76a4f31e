/** What an alarm means and what to do first; the rest stands in docs/runbook.md under the alarm's name. */
export const ALARM_TEXTS = {
  'server-errors': [
    'More than 1 % of requests, and at least two in a minute, were answered with 5xx.',
    'If a deployment is running it is being rolled back; else look for request.failed in the logs.',
  ],
  'slow-answers': [
    'One request in a hundred has taken longer than a second for 15 minutes.',
    'Compare the integration latency with the table latency, then look at throttles and conflicts.',
  ],
  'function-throttles': [
    'Lambda refused calls of a function that customers wait for: the concurrency of the account is used up.',
    'See which function took it; ask for a higher quota.',
  ],
  'table-throttles': [
    'DynamoDB refused reads or writes: a hot partition, or a jump that on-demand capacity has not followed yet.',
    'Find the hot key, and who calls it so often.',
  ],
  'sweep-lag': [
    'The oldest due item has waited longer than 10 minutes. Answers stay right (R2.6), but events and mails are late.',
    'See whether the sweep fails, is throttled or has more to do than its workers can take.',
  ],
  'sweep-failures': [
    'The sweep failed in three of five minutes.',
    'Look for its errors in the logs; what is due stays due and is done by the next run that works.',
  ],
  'sweep-silence': [
    'The sweep has not been called for five minutes.',
    'See whether the schedule is enabled and whether its calls are in its dead letters.',
  ],
  'worker-errors': [
    'A function behind a queue or the stream failed in three of five minutes.',
    'Look for its errors in the logs; its messages come again by themselves.',
  ],
  'caught-faults': [
    'Sweeping, publishing, delivering or mailing went on past a fault in three of five minutes.',
    'Look for lines of level error in their logs; what they name is tried again by itself, the rest was done.',
  ],
  'worker-silence': [
    'A function that a schedule calls every minute, or the anchor every hour, has not been called several times.',
    'See whether its schedule is enabled and whether its calls are in the dead letters.',
  ],
  'webhook-given-up': [
    'A receiver of webhooks did not take an event for three days.',
    'Tell whoever runs the receiver, then replay its dead letters.',
  ],
  'anchor-failures': [
    'The audit was not anchored in three of six hours.',
    'Look for its errors in the logs; it goes on with the day before as soon as it can, so that none is left out.',
  ],
  'dead-letters': [
    'Work was tried as often as allowed and put aside for a person.',
    'Find the cause; the runbook says of each queue whether to move its messages back or to purge it.',
  ],
  'outbox-age': [
    'The oldest change that is not published has waited longer than two minutes: events and webhooks are late.',
    'See whether publishing fails or the event bus refuses; customers notice nothing.',
  ],
  'unusual-refusals': [
    'More than half of at least 100 requests in five minutes were refused.',
    'See which refusal it is: a wrong release of an application, a batch that was blocked, or somebody guessing codes.',
  ],
} as const satisfies Record<string, readonly [meaning: string, firstStep: string]>;

export type AlarmName = keyof typeof ALARM_TEXTS;

/** @returns an alarm's description, which is all that whoever is woken by it sees */
export function describeAlarm(name: AlarmName): string {
  const [meaning, firstStep] = ALARM_TEXTS[name];
  return `${meaning} ${firstStep} Runbook: docs/runbook.md#${name}`;
}
