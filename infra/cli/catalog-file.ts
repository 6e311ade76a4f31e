import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { planRequest } from '../../functions/http/schemas/plan.ts';
import { productRequest } from '../../functions/http/schemas/product.ts';
import { checkShape, toPointer } from '../../functions/http/shape.ts';
import { EXIT, Failure, misuse } from './failure.ts';

/** A product or plan as the file says it, and as the service will keep it, with its defaults. */
export interface Entry {
  readonly id: string;
  readonly sent: unknown;
  readonly whole: Readonly<Record<string, unknown>>;
}

export interface CatalogFile {
  readonly products: readonly Entry[];
  readonly plans: readonly Entry[];
}

/** What is wrong in a file, and where. */
export interface Mistake {
  readonly pointer: string;
  readonly detail: string;
}

const KINDS = { products: productRequest, plans: planRequest } as const;

/** Reads a catalog in YAML or JSON. @throws Failure naming every mistake of shape at once */
export async function readCatalogFile(path: string): Promise<CatalogFile> {
  const content = await readDocument(path);
  const mistakes: Mistake[] = Object.keys(content)
    .filter((name) => !Object.hasOwn(KINDS, name))
    .map((name) => ({ pointer: toPointer([name]), detail: 'Must be products or plans.' }));
  const read = (kind: keyof typeof KINDS) => readEntries(kind, content[kind] ?? [], mistakes);
  const file = { products: read('products'), plans: read('plans') };
  demandNone(path, mistakes);
  return file;
}

/** @throws Failure naming every mistake of a file at once */
export function demandNone(path: string, mistakes: readonly Mistake[]): void {
  if (mistakes.length === 0) return;
  const lines = mistakes.map(({ pointer, detail }) => `  ${pointer}: ${detail}`);
  const message = [`${path} is not right, so nothing was changed:`, ...lines].join('\n');
  throw new Failure(EXIT.usage, message, { errors: mistakes });
}

async function readDocument(path: string): Promise<Readonly<Record<string, unknown>>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw misuse(`${path} cannot be read.`);
  }
  // JSON is YAML.
  const document = parseDocument(text, { merge: true });
  const [error] = document.errors;
  if (error !== undefined) throw misuse(`${path}: ${error.message}`);
  const content: unknown = document.toJS();
  if (typeof content === 'object' && content !== null && !Array.isArray(content))
    return content as Record<string, unknown>;
  throw misuse(`${path} must hold products and plans.`);
}

function readEntries(kind: keyof typeof KINDS, list: unknown, mistakes: Mistake[]): readonly Entry[] {
  if (!Array.isArray(list)) {
    mistakes.push({ pointer: `/${kind}`, detail: 'Must be a list.' });
    return [];
  }
  const ids = new Set<string>();
  return list.flatMap((sent: unknown, at): Entry[] => {
    const pointer = `/${kind}/${at}`;
    const id = typeof sent === 'object' && sent !== null && 'id' in sent ? sent.id : undefined;
    if (typeof id !== 'string') mistakes.push({ pointer: `${pointer}/id`, detail: 'This field is required.' });
    else if (ids.has(id)) mistakes.push({ pointer: `${pointer}/id`, detail: 'Stands in the file already.' });
    else ids.add(id);
    const shaped = checkShape(KINDS[kind], sent);
    if (!('errors' in shaped)) return typeof id === 'string' ? [{ id, sent, whole: shaped.value }] : [];
    for (const error of shaped.errors) {
      if (error.pointer === '/id' && typeof id !== 'string') continue;
      mistakes.push({ pointer: `${pointer}${error.pointer}`, detail: error.detail });
    }
    return [];
  });
}
