import { useState } from 'preact/hooks';
import type { BatchAnswer } from '../../http/schemas/license-answer.ts';
import type { Outcome, Problem } from '../shared/call.ts';
import { countOf } from '../shared/format.ts';
import { type Action, BATCH_ACTIONS } from './actions.ts';
import { type Instruction, ReasonDialog } from './reason-dialog.tsx';
import { useRepeatKey } from './repeat-key.ts';
import { useSession } from './session.ts';

interface Props {
  readonly batch: string;
  readonly onDone: () => void;
}

/** Instructions for all licenses of a batch: call after call until the service says that none is left. */
export function BatchActions({ batch, onDone }: Props) {
  const session = useSession();
  const [chosen, choose] = useState<Action | null>(null);
  const [progress, setProgress] = useState('');

  /** Each chunk has a key of its own, made from one: a lost answer is asked for again without doing anything twice. */
  const run = async ({ name }: Action, instruction: Instruction, key: string): Promise<Problem | null> => {
    let changed = 0;
    let cursor: string | null = null;
    for (let chunk = 0; chunk === 0 || cursor !== null; chunk += 1) {
      const body: Record<string, unknown> = { ...instruction, ...(cursor !== null && { cursor }) };
      const path = `v1/batches/${encodeURIComponent(batch)}/${name}`;
      const outcome: Outcome<BatchAnswer> = await session.post(path, body, `${key}-${chunk}`);
      if (!outcome.ok) return outcome.problem;
      changed += outcome.body.changed;
      cursor = outcome.body.next;
      setProgress(`${countOf(changed, 'license')} changed${cursor === null ? '.' : ' so far …'}`);
    }
    choose(null);
    onDone();
    return null;
  };
  return (
    <div class="row">
      <span role="status" class="soft small">
        {progress}
      </span>
      <select
        aria-label="Do with all licenses of the batch"
        value=""
        onChange={(event) => {
          const { value } = event.currentTarget;
          event.currentTarget.value = '';
          choose(BATCH_ACTIONS.find(({ name }) => name === value) ?? null);
        }}
      >
        <option value="">Whole batch …</option>
        {BATCH_ACTIONS.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
      {chosen !== null && <Ask batch={batch} action={chosen} onClose={() => choose(null)} run={run} />}
    </div>
  );
}

interface AskProps {
  readonly batch: string;
  readonly action: Action;
  readonly onClose: () => void;
  readonly run: (action: Action, instruction: Instruction, key: string) => Promise<Problem | null>;
}

function Ask({ batch, action, onClose, run }: AskProps) {
  const keyOf = useRepeatKey();
  const { label, asksDays, harms, final } = action;
  return (
    <ReasonDialog
      title={`${action.title}: batch ${batch}`}
      {...{ label, asksDays, harms, final, onClose }}
      onInstruct={(instruction) => run(action, instruction, keyOf(instruction))}
    >
      <p>{action.explains}</p>
      <p>This is done to every license of the batch.</p>
    </ReasonDialog>
  );
}
