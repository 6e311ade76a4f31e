import { type Refusal, refuse } from '../core/refusal.ts';

/** Bodies over this many bytes are refused (docs/api.md). */
export const MAX_BYTES = 64 * 1024;

/** No request of the contract nests deeper than five levels; a bound keeps whatever walks the value safe. */
const MAX_DEPTH = 32;

/** The parts of an API Gateway event that hold a body. */
export interface BodySource {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
}

/** Reads the JSON of a request that must have one. */
export function readJson(source: BodySource): { readonly json: unknown } | Refusal {
  const text = source.body ?? '';
  if (text === '') return refuse('body_not_json', {}, 'The request has no body.');
  if (!isJsonType(source.headers)) return refuse('media_type_unsupported');
  // Base64 has 4 characters for 3 bytes: what is far too large is refused before it is decoded.
  if (text.length > MAX_BYTES * 2) return refuse('payload_too_large');
  const bytes = Buffer.from(text, source.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BYTES) return refuse('payload_too_large');
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (isTooDeep(decoded)) {
      return refuse('request_invalid', {
        errors: [{ pointer: '', detail: `Nested deeper than ${MAX_DEPTH} levels.` }],
      });
    }
    return { json: JSON.parse(decoded) };
  } catch {
    return refuse('body_not_json');
  }
}

/** `application/json`, in UTF-8, uncompressed; other parameters say nothing that matters. */
function isJsonType(headers: BodySource['headers']): boolean {
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return false;
  const [type, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  if (type?.trim() !== 'application/json') return false;
  return parameters.every((parameter) => {
    const [name, value = ''] = parameter.split('=');
    return name?.trim() !== 'charset' || /^\s*"?utf-?8"?\s*$/.test(value);
  });
}

function isTooDeep(json: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const symbol = json[at];
    if (inString) {
      if (symbol === '\\') at += 1;
      else if (symbol === '"') inString = false;
    } else if (symbol === '"') inString = true;
    else if (symbol === '[' || symbol === '{') {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (symbol === ']' || symbol === '}') depth -= 1;
  }
  return false;
}
