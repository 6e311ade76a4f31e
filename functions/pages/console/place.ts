import { useEffect, useState } from 'preact/hooks';

/** Where in the console one is; never a code, an e-mail address or anything else that must not stay in a history. */
export type Place =
  | { readonly of: 'overview' }
  | { readonly of: 'search' }
  | { readonly of: 'issue' }
  | { readonly of: 'license'; readonly id: string };

export function placeLink(place: Place): string {
  return place.of === 'license' ? `#/licenses/${place.id}` : place.of === 'overview' ? '#/' : `#/${place.of}`;
}

function readPlace(hash: string): Place {
  const id = /^#\/licenses\/(lic_[A-Za-z0-9_-]{16})$/.exec(hash)?.[1];
  if (id !== undefined) return { of: 'license', id };
  if (hash === '#/search') return { of: 'search' };
  return hash === '#/issue' ? { of: 'issue' } : { of: 'overview' };
}

/** The place that the address names, as it changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => readPlace(location.hash));
  useEffect(() => {
    const read = () => setPlace(readPlace(location.hash));
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  return place;
}

export function goTo(place: Place): void {
  location.hash = placeLink(place);
}
