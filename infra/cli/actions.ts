import type { OperatedLicenseAnswer, RotatedLicenseAnswer } from '../../functions/http/schemas/license-answer.ts';
import { askFirst, YES } from './agreement.ts';
import type { Api } from './api.ts';
import { type Command, command, type Options } from './command.ts';
import { EXIT, type ExitCode, Failure } from './failure.ts';
import { describeLicense, pathOf } from './licenses.ts';
import { readWhole } from './values.ts';

/** What can be ordered for licenses: the last part of the path, and what it does. */
export const ACTIONS = {
  block: { path: 'block', summary: 'Block: works on for the days of tolerance, then as expired' },
  unblock: { path: 'unblock', summary: 'Lift a block' },
  suspend: { path: 'suspend', summary: 'Suspend: off until resumed, while the term goes on' },
  resume: { path: 'resume', summary: 'Resume after a suspension' },
  revoke: { path: 'revoke', summary: 'Revoke, for good' },
  extend: { path: 'extend', summary: 'Extend by days' },
} as const;

export const REASON = { type: 'string', value: 'TEXT', help: 'why, for the audit', required: true } as const;
export const DAYS = { type: 'string', value: 'N', help: 'by how many days' } as const;
const MAX_DAYS = 36_500;

/** The body of an order. */
export function bodyOf(action: string, reason: string, days: string | undefined): Readonly<Record<string, unknown>> {
  if (action !== 'extend') return { reason };
  return { reason, days: readWhole('--days', days ?? '', MAX_DAYS) };
}

const RESET = { path: 'reset-activations', summary: 'Reset the activation count' };
const ROTATE = { path: 'rotate-code', summary: 'Give a license a new code, shown once; active devices go on' };

function actionCommand(name: string, { path, summary }: { readonly path: string; readonly summary: string }): Command {
  const more: Options = {
    ...(path === 'extend' && { days: { ...DAYS, required: true } }),
    ...(path === 'revoke' && { yes: YES }),
  };
  return command({
    name,
    summary,
    operands: path === 'rotate-code' ? ['LICENSE'] : ['LICENSE…'],
    options: { reason: REASON, ...more } as {
      readonly reason: typeof REASON;
      readonly days: typeof DAYS;
      readonly yes: typeof YES;
    },
    run: async ({ operands, options, terminal, api }) => {
      const body = bodyOf(path, options.reason, options.days);
      const paths = operands.map((license) => `${pathOf(license)}/${path}`);
      if (path === 'revoke' && !options.yes) {
        const pending = await askFirst(terminal, `Revoke ${operands.join(', ')}, which cannot be undone`);
        if (pending !== null) return pending;
      }
      const service = await api();
      return actOnEach(
        service,
        paths,
        body,
        (license) => {
          terminal.out(terminal.json ? JSON.stringify(license) : describeResult(license));
        },
        (failure) => terminal.tell(failure),
      );
    },
  });
}

type Acted = OperatedLicenseAnswer | RotatedLicenseAnswer;

function describeResult(license: Acted): string {
  if ('code' in license) return `${describeLicense(license)}\n\nThe new code, shown this once: ${license.code}`;
  return `${license.id}  ${license.state}${license.expiresAt === null ? '' : `, ends ${license.expiresAt}`}`;
}

/** One after the other; what refuses does not keep the others from it. */
async function actOnEach(
  service: Api,
  paths: readonly string[],
  body: unknown,
  show: (license: Acted) => void,
  tell: (failure: string) => void,
): Promise<ExitCode> {
  let worst: ExitCode = EXIT.done;
  for (const path of paths) {
    try {
      show((await service.call<Acted>('POST', path, { body })).body);
    } catch (fault) {
      if (!(fault instanceof Failure) || fault.exit !== EXIT.refused || paths.length === 1) throw fault;
      tell(`${path.split('/')[3]}: ${fault.message}`);
      worst = EXIT.refused;
    }
  }
  return worst;
}

export const ACTION_COMMANDS: readonly Command[] = [
  ...Object.entries(ACTIONS).map(([name, action]) => actionCommand(name, action)),
  actionCommand('reset-activations', RESET),
  actionCommand('rotate', ROTATE),
];
