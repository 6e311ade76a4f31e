import type { ComponentChildren } from 'preact';
import { type Place, placeLink } from './place.ts';

const SECTIONS = [
  { of: 'overview', name: 'Overview' },
  { of: 'search', name: 'Find' },
  { of: 'issue', name: 'Issue' },
  { of: 'catalog', name: 'Catalog' },
  { of: 'webhooks', name: 'Webhooks' },
  { of: 'keys', name: 'Keys' },
] as const;

/** The section that a place belongs to. */
function sectionOf({ of }: Place): Place['of'] {
  return of === 'webhook' ? 'webhooks' : of;
}

interface Props {
  /** Null before somebody has signed in. */
  readonly place: Place | null;
  readonly onSignOut?: () => void;
  readonly children: ComponentChildren;
}

/** What stands around every view. */
export function Frame({ place, onSignOut, children }: Props) {
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        Skip to the content
      </button>
      <header class="bar">
        <div class="bar-inner">
          <p class="brand">
            <Mark /> Latchkey <span class="soft">console</span>
          </p>
          {place !== null && (
            <nav aria-label="Sections">
              {SECTIONS.map(({ of, name }) => (
                <a key={of} href={placeLink({ of })} aria-current={sectionOf(place) === of ? 'page' : undefined}>
                  {name}
                </a>
              ))}
            </nav>
          )}
          {place !== null && (
            <button type="button" class="quiet sign-out" onClick={onSignOut}>
              Sign out
            </button>
          )}
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

/** The fragment of the address names the place, so it cannot name an element. */
function skip(): void {
  document.getElementById('content')?.focus();
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
