import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../shared/call.ts';
import { Dialog } from '../shared/dialog.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';

interface Props {
  readonly title: string;
  readonly label: string;
  readonly harms?: boolean;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
  /** @returns what went wrong; null when nothing did */
  readonly onConfirm: () => Promise<Problem | null>;
}

/** Asks whether something is really meant, where the service takes no reason. */
export function ConfirmDialog({ title, label, harms = false, children, onClose, onConfirm }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    setProblem(await onConfirm());
    setBusy(false);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack">
        <div class="text">{children}</div>
        <ProblemNote problem={problem} />
        <div class="dialog-actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="button"
            class={harms ? 'danger primary' : 'primary'}
            disabled={busy}
            onClick={() => void confirm()}
          >
            {busy ? 'Working …' : label}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
