import { useState } from 'preact/hooks';
import type { OperatedLicenseAnswer } from '../../http/schemas/license-answer.ts';
import type { Problem } from '../shared/call.ts';
import { type Action, actionsFor } from './actions.ts';
import { type Instruction, ReasonDialog } from './reason-dialog.tsx';
import { useRepeatKey } from './repeat-key.ts';
import { useSession } from './session.ts';

interface Props {
  readonly license: OperatedLicenseAnswer;
  readonly onDone: (what: string, code?: string) => void;
  readonly onReload: () => void;
}

/** The instructions that make sense for a license as it stands. */
export function LicenseActions({ license, onDone, onReload }: Props) {
  const [chosen, choose] = useState<Action | null>(null);
  return (
    <div class="row actions">
      {actionsFor(license).map((action) => (
        <button
          key={action.name}
          type="button"
          class={action.harms ? 'danger' : undefined}
          onClick={() => choose(action)}
        >
          {action.label}
        </button>
      ))}
      <button type="button" class="quiet" onClick={onReload}>
        Reload
      </button>
      {chosen !== null && (
        <Ask
          id={license.id}
          action={chosen}
          onClose={() => choose(null)}
          onDone={(code) => {
            choose(null);
            onDone(`Done: ${chosen.title.toLowerCase()}.`, code);
          }}
        />
      )}
    </div>
  );
}

interface AskProps {
  readonly id: string;
  readonly action: Action;
  readonly onClose: () => void;
  readonly onDone: (code?: string) => void;
}

function Ask({ id, action, onClose, onDone }: AskProps) {
  const session = useSession();
  const keyOf = useRepeatKey();
  const { name, title, label, asksDays, harms, final } = action;
  const run = async (instruction: Instruction): Promise<Problem | null> => {
    const outcome = await session.post<{ code?: string }>(`v1/licenses/${id}/${name}`, instruction, keyOf(instruction));
    if (!outcome.ok) return outcome.problem;
    onDone(outcome.body.code);
    return null;
  };
  return (
    <ReasonDialog {...{ title, label, asksDays, harms, final, onClose }} onInstruct={run}>
      <p>{action.explains}</p>
    </ReasonDialog>
  );
}
