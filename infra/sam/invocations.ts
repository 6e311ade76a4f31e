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

/** Every deployed function once, the license of the run from its issue to its end. */
export const INVOCATIONS: readonly Invocation[] = [
  {
    says: 'a code is issued that ends in a minute',
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
  { says: 'another process finds the activation valid', function: 'validate', accept: verdict('VALID') },
  {
    says: 'it holds a seat',
    function: 'seats',
    accept: ({ body }) => (body?.seats as unknown[] | undefined)?.length === 1,
  },
  {
    says: 'the license is found by its code',
    function: 'licenses',
    accept: ({ body }, { licenseId }) => body?.id === licenseId,
  },
  { says: 'support resets its count', function: 'operate', accept: ok },
  { says: 'the service is healthy', function: 'meta', accept: ({ body }) => body?.status === 'ok' },
  {
    says: 'the catalog is there',
    function: 'catalog',
    accept: ({ body }) => ((body?.items ?? []) as unknown[]).length > 0,
  },
  { says: 'API keys are listed', function: 'keys', accept: ok },
  { says: 'webhooks are listed', function: 'webhooks', accept: ok },
  { says: 'the portal is served', function: 'pages', accept: ok },
  { says: 'the owner asks for a lost code', function: 'recover', accept: ({ statusCode }) => statusCode === 202 },
  { says: 'the sweep expires the license', function: 'sweep', afterEnd: true, accept: expired },
  { says: 'another process finds it expired', function: 'validate', accept: verdict('EXPIRED') },
  { says: 'its events leave the outbox', function: 'publish', accept: nothingFailed },
  { says: 'no delivery waits', function: 'deliver', accept: nothingFailed },
  { says: 'the device is released', function: 'deactivate', accept: ({ body }) => body?.released === true },
  { says: 'its batch is suspended', function: 'batches', accept: ({ body }) => body?.changed === 1 },
];

function expired({ byKind }: Answer): boolean {
  const counts = (byKind ?? {}) as Readonly<Record<string, number>>;
  return (counts['license.expired'] ?? 0) >= 1;
}
