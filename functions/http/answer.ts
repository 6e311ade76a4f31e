import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { LogFields } from '../runtime/log.ts';

/** What a route answers: JSON, or with a `content-type` of its own also a text or bytes as they are. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What the line of the log says of it, besides its status. */
  readonly logged?: Pick<LogFields, 'verdict' | 'mode'>;
}

function writeBody(
  body: unknown,
  isJson: boolean,
): Pick<APIGatewayProxyStructuredResultV2, 'body' | 'isBase64Encoded'> {
  if (body === undefined) return {};
  if (isJson) return { body: JSON.stringify(body) };
  if (body instanceof Uint8Array) return { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
  return { body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** The gateway's form of an answer, with the headers that every answer has. */
export function writeAnswer(answer: HttpAnswer, requestId: string): APIGatewayProxyStructuredResultV2 {
  const { status, headers = {}, body } = answer;
  const isJson = headers['content-type'] === undefined;
  return {
    statusCode: status,
    headers: {
      'cache-control': 'no-store',
      ...(isJson && body !== undefined ? { 'content-type': 'application/json' } : {}),
      ...headers,
      'x-request-id': requestId,
    },
    ...writeBody(body, isJson),
  };
}
