import type { Readable } from 'node:stream';
import { errorTypeRegistries } from '@aws-sdk/client-dynamodb';

/** Bytes of an attribute, which DynamoDB takes as base64. */
export class Bytes extends Uint8Array {
  toJSON(): string {
    return Buffer.from(this.buffer, this.byteOffset, this.byteLength).toString('base64');
  }
}

const BYTES = '"B":"';

/** An attribute of bytes, which can be written as it was read; one that is called `B` itself has an object here. */
function reviveBytes(name: string, value: unknown): unknown {
  return name === 'B' && typeof value === 'string' ? new Bytes(Buffer.from(value, 'base64')) : value;
}

/**
 * Commands and answers as DynamoDB's JSON, which they are already but for bytes. The SDK walks both along its schemas,
 * which takes time and code (docs/decisions.md). It must not be left to fill anything in: a
 * transaction brings its own token. Instants, in descriptions of tables alone, stay numbers.
 */
const codec = {
  setSerdeContext: (): void => undefined,
  createSerializer: () => {
    let text = '{}';
    return {
      write: (_schema: unknown, value: unknown): void => {
        text = JSON.stringify(value);
      },
      flush: (): string => text,
      setSerdeContext: (): void => undefined,
    };
  },
  createDeserializer: () => ({
    read: (_schema: unknown, bytes: Uint8Array): unknown => {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
      return text.includes(BYTES) ? JSON.parse(text, reviveBytes) : JSON.parse(text);
    },
    readObject: (_schema: unknown, value: unknown): unknown => value,
    setSerdeContext: (): void => undefined,
  }),
};

/** The whole of an answer; the SDK would pipe it through a stream of its own. */
export function collectBytes(answer: Readable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    answer.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    answer.on('error', reject);
    answer.on('end', () => resolve(Buffer.concat(chunks)));
  });
}

/** What the SDK's protocol of DynamoDB is made of, with this codec instead of the SDK's. */
export const WIRE_FORMAT = {
  defaultNamespace: 'com.amazonaws.dynamodb',
  errorTypeRegistries,
  serviceTarget: 'DynamoDB_20120810',
  jsonCodec: codec,
};
