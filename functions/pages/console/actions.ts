import type { LicenseState } from '../shared/license-state.tsx';

export type ActionName =
  | 'extend'
  | 'block'
  | 'unblock'
  | 'suspend'
  | 'resume'
  | 'revoke'
  | 'reset-activations'
  | 'rotate-code';

/** An instruction of an operator, as its dialog explains it. */
export interface Action {
  readonly name: ActionName;
  readonly label: string;
  readonly title: string;
  /** What it does, also to whom it is not done. */
  readonly explains: string;
  readonly asksDays?: boolean;
  readonly harms?: boolean;
  /** It cannot be undone, which has to be confirmed. */
  readonly final?: boolean;
}

const ACTIONS: Readonly<Record<ActionName, Action>> = {
  extend: {
    name: 'extend',
    label: 'Extend',
    title: 'Extend the term',
    explains:
      'The days are added to the end while the license runs or is in grace, and count from now once it has ended.',
    asksDays: true,
  },
  suspend: {
    name: 'suspend',
    label: 'Suspend',
    title: 'Suspend',
    explains: 'Off on all devices until it is resumed. The term goes on meanwhile.',
    harms: true,
  },
  resume: {
    name: 'resume',
    label: 'Resume',
    title: 'Resume',
    explains: 'Works again, with what is left of the term.',
  },
  block: {
    name: 'block',
    label: 'Block',
    title: 'Block',
    explains:
      'For a code that was stolen, leaked or abused. New activations are refused at once; active devices work on for the days that the plan tolerates.',
    harms: true,
  },
  unblock: {
    name: 'unblock',
    label: 'Lift the block',
    title: 'Lift the block',
    explains: 'The license is again what time alone would have made of it.',
  },
  revoke: {
    name: 'revoke',
    label: 'Revoke',
    title: 'Revoke',
    explains: 'Off on all devices at once, for good. Nothing brings a revoked license back.',
    harms: true,
    final: true,
  },
  'rotate-code': {
    name: 'rotate-code',
    label: 'New code',
    title: 'Replace the code',
    explains: 'Gives a new code, shown once. The old one activates nothing more; active devices stay active.',
  },
  'reset-activations': {
    name: 'reset-activations',
    label: 'Reset count',
    title: 'Reset the count of activations',
    explains: 'For a customer who has activated too often within a year. Seats stay as they are.',
  },
};

function actionOf(name: ActionName): Action {
  return ACTIONS[name];
}

/** What makes sense for a license as it stands; a revoked one is final (R9.3). */
export function actionsFor(license: {
  readonly state: LicenseState;
  readonly suspended: unknown;
  readonly blocked: unknown;
}): readonly Action[] {
  if (license.state === 'revoked') return [];
  const names: readonly ActionName[] = [
    'extend',
    'rotate-code',
    'reset-activations',
    license.suspended === null ? 'suspend' : 'resume',
    license.blocked === null ? 'block' : 'unblock',
    'revoke',
  ];
  return names.map(actionOf);
}

/** What can be done to all licenses of a batch. */
export const BATCH_ACTIONS: readonly Action[] = (
  ['extend', 'suspend', 'resume', 'block', 'unblock', 'revoke'] as const
).map(actionOf);
