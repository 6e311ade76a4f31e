import { CopyButton } from '../shared/copy-button.tsx';

interface Props {
  readonly title: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** A key or secret that the service shows this once. */
export function NewSecret({ title, secret, onClose }: Props) {
  return (
    <div class="note note-good" role="status">
      <p class="note-title">{title}</p>
      <p>
        <code>{secret}</code>
      </p>
      <p>Keep it in a safe place now: nobody can show it again.</p>
      <p class="row">
        <CopyButton text={secret} />
        <button type="button" class="quiet" onClick={onClose}>
          I have it
        </button>
      </p>
    </div>
  );
}
