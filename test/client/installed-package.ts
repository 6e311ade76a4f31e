import { execFile } from 'node:child_process';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './local-service.ts';

/**
 * Builds the package into an application as npm would install it. Not into `dist`: what another test builds there at the
 * same time removes what this one reads.
 */
export async function installPackage(application: string): Promise<void> {
  const modules = join(application, 'node_modules');
  const folder = join(modules, 'latchkey');
  await mkdir(folder, { recursive: true });
  await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
  // A dependency of the package that its types name.
  await symlink(join(root, 'node_modules/valibot'), join(modules, 'valibot'));
  await promisify(execFile)(process.execPath, [join(root, 'infra/package/build-client.ts'), join(folder, 'dist')]);
}
