import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../shared/call.ts';
import { Dialog } from '../shared/dialog.tsx';
import { readField } from '../shared/form-text.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { ReasonField } from './reason-field.tsx';

/** What an operator gives with an instruction (R9.4). */
export interface Instruction {
  readonly reason: string;
  readonly days?: number;
}

interface Props {
  readonly title: string;
  readonly label: string;
  readonly asksDays?: boolean | undefined;
  readonly harms?: boolean | undefined;
  readonly final?: boolean | undefined;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
  /** @returns what went wrong; null when nothing did */
  readonly onInstruct: (instruction: Instruction) => Promise<Problem | null>;
}

/** Asks for the reason that the audit keeps, and for what else an instruction needs. */
export function ReasonDialog({ title, label, asksDays, harms, final, children, onClose, onInstruct }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const instruction = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    const given = {
      reason: readField(form, 'reason') ?? '',
      ...(asksDays && { days: Number(readField(form, 'days')) }),
    };
    setProblem(await onInstruct(given));
    setBusy(false);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void instruction(event)}>
        <div class="soft text">{children}</div>
        {asksDays && (
          <label>
            Days
            <input
              name="days"
              type="number"
              required
              min={1}
              max={36_500}
              step={1}
              defaultValue="365"
              inputMode="numeric"
            />
          </label>
        )}
        <ReasonField />
        {final && (
          <label class="check">
            <input type="checkbox" required />
            <span>I know that this cannot be undone.</span>
          </label>
        )}
        <ProblemNote problem={problem} />
        <div class="dialog-actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class={harms ? 'danger primary' : 'primary'} disabled={busy}>
            {busy ? 'Working …' : label}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
