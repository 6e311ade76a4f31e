/** What a function answered through SAM: an HTTP answer with its body read, or whatever a worker returns. */
export interface Answer {
  readonly statusCode?: number;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** Values that events need and answers give: `code`, `activationId` … */
export type Values = Record<string, string>;

/** One call through `sam local invoke`. */
export interface Invocation {
  readonly says: string;
  /** Folder of the function; its event is test/events/<function>.json. */
  readonly function: string;
  /** Waits until the license of the run has ended before it calls. */
  readonly afterEnd?: true;
  /** Whether the answer is the right one; it may take values from it for the events that follow. */
  readonly accept: (answer: Answer, values: Values) => boolean;
}

function take(values: Values, name: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  values[name] = value;
  return true;
}

const verdict = (wanted: string) => (answer: Answer) => answer.body?.verdict === wanted;
const ok = (answer: Answer) => answer.statusCode === 200;
const nothingFailed = (answer: Answer) => JSON.stringify(answer) === '{"batchItemFailures":[]}';

/** Every deployed function, and the license of the run from its issue to its end and beyond. */
export const INVOCATIONS: readonly Invocation[] = [
  { says: 'the service is healthy', function: 'meta', accept: ({ body }) => body?.status === 'ok' },
  {
    says: 'a code is issued that ends soon',
    function: 'issue',
    accept: (answer, values) => {
      const [issued] = (answer.body?.codes ?? []) as { code: string; licenseId: string }[];
      return take(values, 'code', issued?.code) && take(values, 'licenseId', issued?.licenseId);
    },
  },
  {
    says: 'it is activated',
    function: 'activate',
    accept: (answer, values) => answer.statusCode === 201 && take(values, 'activationId', answer.body?.activationId),
  },
  { says: 'another process finds it valid', function: 'validate', accept: verdict('VALID') },
  // These leave the license alone, so they may run until its end and over it.
  { says: 'the catalog is there', function: 'catalog', accept: ({ body }) => count(body?.items) > 0 },
  { says: 'API keys are listed', function: 'keys', accept: ok },
  { says: 'webhooks are listed', function: 'webhooks', accept: ok },
  { says: 'the portal is served', function: 'pages', accept: ok },
  { says: 'the sweep expires it', function: 'sweep', afterEnd: true, accept: expired },
  { says: 'another process finds it expired', function: 'validate', accept: verdict('EXPIRED') },
  { says: 'its seat is shown to the owner', function: 'seats', accept: ({ body }) => count(body?.seats) === 1 },
  {
    says: 'it is found by its code',
    function: 'licenses',
    accept: ({ body }, { licenseId }) => body?.id === licenseId,
  },
  { says: 'support resets its count', function: 'operate', accept: ok },
  { says: 'the owner asks for a lost code', function: 'recover', accept: ({ statusCode }) => statusCode === 202 },
  {
    // The local service beside it may be the one that sends it; SES is not here.
    says: 'the mail about it leaves, or waits',
    function: 'mail',
    accept: ({ batchItemFailures }) => count(batchItemFailures) >= 0,
  },
  { says: 'its audit is sealed; the bus is not here, so events wait', function: 'publish', accept: nothingFailed },
  { says: 'no delivery waits', function: 'deliver', accept: ({ batchItemFailures }) => count(batchItemFailures) === 0 },
  {
    says: 'no anchor is made, as S3 is not here',
    function: 'anchor',
    accept: ({ errorType }) => typeof errorType === 'string' && errorType !== 'EnvironmentError',
  },
  { says: 'the device is released', function: 'deactivate', accept: ({ body }) => body?.released === true },
  { says: 'its batch is suspended', function: 'batches', accept: ({ body }) => body?.changed === 1 },
];

/** Length of what should be a list; −1 when it is none. */
function count(list: unknown): number {
  return Array.isArray(list) ? list.length : -1;
}

function expired({ byKind }: Answer): boolean {
  const counts = (byKind ?? {}) as Readonly<Record<string, number>>;
  return (counts['license.expired'] ?? 0) >= 1;
}
