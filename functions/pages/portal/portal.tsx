import { useState } from 'preact/hooks';
import { CodeForm } from './code-form.tsx';
import type { OpenedLicense } from './opened-license.ts';
import { OwnLicense } from './own-license.tsx';
import { RecoveryConfirmation } from './recovery-confirmation.tsx';
import { RecoveryForm } from './recovery-form.tsx';

type View =
  | { readonly of: 'code' }
  | { readonly of: 'license'; readonly opened: OpenedLicense }
  | { readonly of: 'recovery' }
  | { readonly of: 'confirmation'; readonly token: string };

/** Everything that an owner can do with a code. */
export function Portal({ token }: { readonly token: string | null }) {
  const [view, show] = useState<View>(token === null ? { of: 'code' } : { of: 'confirmation', token });
  return (
    <>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="bar">
        <p class="brand">
          <Mark /> Your license
        </p>
      </header>
      <main id="content" tabIndex={-1}>
        {view.of === 'code' && (
          <CodeForm onOpen={(opened) => show({ of: 'license', opened })} onLost={() => show({ of: 'recovery' })} />
        )}
        {view.of === 'license' && <OwnLicense opened={view.opened} onClose={() => show({ of: 'code' })} />}
        {view.of === 'recovery' && <RecoveryForm onBack={() => show({ of: 'code' })} />}
        {view.of === 'confirmation' && <RecoveryConfirmation token={view.token} onDone={() => show({ of: 'code' })} />}
      </main>
      <footer>
        <p class="soft small">This page keeps nothing: neither your code nor your address stays in this browser.</p>
      </footer>
    </>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" class="mark-ground" />
      <circle cx="12" cy="20" r="4.6" class="mark-line" />
      <path d="M15.4 16.6 24 8m-3.6 3.6 3 3" class="mark-line" />
    </svg>
  );
}
