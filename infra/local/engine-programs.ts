import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** The engines that this project can run by itself. */
export type EngineName = 'dynoxide' | 'dynamodb-local';

/** A program that speaks the DynamoDB protocol on a port of the loopback address. */
export interface EngineProgram {
  readonly name: EngineName;
  readonly command: string;
  args(port: number, dataDirectory: string): string[];
}

/** The engines in order of preference: one that starts in milliseconds, then the vendor's own. */
export const ENGINE_NAMES: readonly EngineName[] = ['dynoxide', 'dynamodb-local'];

/** Data directory that stands for "keep nothing". */
export const IN_MEMORY = ':memory:';

/** Finds an engine on this machine, or says in one sentence why it cannot run here. */
export function findProgram(name: EngineName): Promise<EngineProgram | string> {
  return name === 'dynoxide' ? findDynoxide() : findDynamoDbLocal();
}

const modules = createRequire(import.meta.url);

async function findDynoxide(): Promise<EngineProgram | string> {
  const platform = `${process.platform}-${process.arch}`;
  const manifest = resolveOrNull(`@dynoxide/${platform}/package.json`);
  if (manifest === null) return `the npm package @dynoxide/${platform} is not installed`;
  return {
    name: 'dynoxide',
    command: join(dirname(manifest), 'dynoxide'),
    args: (port, dataDirectory) => [
      '--port',
      String(port),
      ...(dataDirectory === IN_MEMORY ? [] : ['--db-path', resolve(dataDirectory, 'dynoxide.db')]),
    ],
  };
}

async function findDynamoDbLocal(): Promise<EngineProgram | string> {
  const manifest = resolveOrNull('amplify-dynamodb-simulator/package.json');
  if (manifest === null) return 'the npm package amplify-dynamodb-simulator is not installed';
  const java = process.env.JAVA_HOME === undefined ? 'java' : join(process.env.JAVA_HOME, 'bin', 'java');
  const runs = await promisify(execFile)(java, ['-version']).then(
    () => true,
    () => false,
  );
  if (!runs) return `it needs Java 11 or newer, and \`${java} -version\` does not run`;
  const home = join(dirname(manifest), 'emulator');
  return {
    name: 'dynamodb-local',
    command: java,
    args: (port, dataDirectory) => [
      // Two engines and the tests share the machine: a small heap and the collector that starts fastest.
      '-Xmx512m',
      '-XX:+UseSerialGC',
      `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(home, 'DynamoDBLocal.jar'),
      '-port',
      String(port),
      '-disableTelemetry',
      '-sharedDb',
      ...(dataDirectory === IN_MEMORY ? ['-inMemory'] : ['-dbPath', resolve(dataDirectory)]),
    ],
  };
}

function resolveOrNull(path: string): string | null {
  try {
    return modules.resolve(path);
  } catch {
    return null;
  }
}
