import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = join(ROOT, 'functions/pages');

const PAGES = [
  { name: 'console', title: 'Latchkey console' },
  { name: 'portal', title: 'Your license' },
];

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** A file for browsers: its type, and its bytes compressed by Brotli, in base64. */
interface BuiltFile {
  readonly contentType: string;
  readonly brotli: string;
}

/** A page's assets by what they are for. */
type AssetPaths = Readonly<Record<'main' | 'style' | 'icon', string>>;

/**
 * Builds console and portal: the pages under their names, their assets under names with a hash. The one build behind
 * the deployed function (embed-pages.ts) and the local service.
 */
export async function buildPages(): Promise<Record<string, BuiltFile>> {
  const { outputFiles } = await build({
    entryPoints: PAGES.flatMap(({ name }) => [
      { in: join(SOURCES, name, 'main.tsx'), out: `${name}/main` },
      { in: join(SOURCES, name, 'style.css'), out: `${name}/style` },
      { in: join(SOURCES, name, 'icon.svg'), out: `${name}/icon` },
    ]),
    entryNames: '[dir]/[name]-[hash]',
    loader: { '.svg': 'copy' },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    outdir: SOURCES,
    absWorkingDir: ROOT,
    logLevel: 'warning',
    write: false,
  });
  const assets = outputFiles.map(({ path, contents }) => {
    const name = relative(SOURCES, path).replaceAll('\\', '/');
    return [name, pack(CONTENT_TYPES[name.split('.').at(-1) ?? ''] ?? '', contents)] as const;
  });
  const names = assets.map(([name]) => name);
  const template = await readFile(join(SOURCES, 'shared/page.html'), 'utf8');
  const pages = PAGES.map(({ name, title }) => {
    const html = fill(template, { title, ...pathsOf(name, names) });
    return [name, pack('text/html; charset=utf-8', Buffer.from(html))] as const;
  });
  return Object.fromEntries([...assets, ...pages]);
}

function pathsOf(page: string, names: readonly string[]): AssetPaths {
  const find = (part: string) => {
    const path = names.find((name) => name.startsWith(`${page}/${part}-`));
    if (path === undefined) throw new Error(`the build made no ${part} of the ${page}`);
    return path;
  };
  return { main: find('main'), style: find('style'), icon: find('icon') };
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

function pack(contentType: string, contents: Uint8Array): BuiltFile {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return { contentType, brotli: brotliCompressSync(contents, { params }).toString('base64') };
}
