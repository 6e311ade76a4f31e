import { ACTION_COMMANDS } from './actions.ts';
import { batch } from './batch.ts';
import { bootstrapKey } from './bootstrap.ts';
import { applyCatalog, showCatalog } from './catalog.ts';
import type { Command } from './command.ts';
import { listLetters, replayLetters } from './dead-letters.ts';
import { exportLicenses } from './export.ts';
import { importKeys } from './import.ts';
import { issue } from './issue.ts';
import { createKey, listKeys, revokeKey } from './keys.ts';
import { find, showLicense } from './licenses.ts';
import { login } from './login.ts';
import { free, seats } from './seats.ts';
import { verifyAudit } from './verify-audit.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  login,
  applyCatalog,
  showCatalog,
  issue,
  importKeys,
  find,
  showLicense,
  seats,
  free,
  ...ACTION_COMMANDS,
  batch,
  exportLicenses,
  verifyAudit,
  createKey,
  listKeys,
  revokeKey,
  bootstrapKey,
  listLetters,
  replayLetters,
];
