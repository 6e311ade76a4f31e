import { CopyButton } from './copy-button.tsx';

/** A code that is shown here and never again. */
export function NewCode({ code }: { readonly code: string }) {
  return (
    <div class="note note-good">
      <p class="note-title">The new code</p>
      <p class="code-large">
        <code>{code}</code>
      </p>
      <p>Keep it in a safe place now: it is shown this once.</p>
      <p class="row">
        <CopyButton text={code} label="Copy the code" />
      </p>
    </div>
  );
}
