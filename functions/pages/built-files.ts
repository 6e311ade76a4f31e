/** A file for browsers, as the build made it. */
export interface BuiltFile {
  readonly contentType: string;
  /** Its bytes, compressed by Brotli, in base64. */
  readonly brotli: string;
}

/** Pages by their path (`console`), their assets by theirs, in which a hash stands (`console/main-3F2A.js`). */
export type BuiltFiles = Readonly<Record<string, BuiltFile>>;

/** In a deployed bundle the build puts the files here (infra/pages/embed-pages.ts); sources know of none. */
const EMBEDDED: BuiltFiles | null = null;

let load: (() => Promise<BuiltFiles>) | undefined;
let files: Promise<BuiltFiles> | undefined;

/** The files of console and portal; on this machine they are built when the first of them is asked for. */
export function builtFiles(): Promise<BuiltFiles> {
  if (EMBEDDED !== null) return Promise.resolve(EMBEDDED);
  if (load === undefined) throw new Error('neither embedded nor provided: the files of console and portal');
  files ??= load();
  return files;
}

/** Tells this process how to build the files; for the local service, before a page is asked for. */
export function provideFiles(build: () => Promise<BuiltFiles>): void {
  load = build;
  files = undefined;
}
