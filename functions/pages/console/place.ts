import { useEffect, useState } from 'preact/hooks';

/** Where in the console one is; never a code, an e-mail address or anything else that must not stay in a history. */
export type Place =
  | { readonly of: Section }
  | { readonly of: 'license'; readonly id: string }
  | { readonly of: 'webhook'; readonly id: string };

export type Section = 'overview' | 'search' | 'issue' | 'catalog' | 'webhooks' | 'keys';

const SECTIONS: readonly Section[] = ['search', 'issue', 'catalog', 'webhooks', 'keys'];

export function placeLink(place: Place): string {
  if (place.of === 'license') return `#/licenses/${place.id}`;
  if (place.of === 'webhook') return `#/webhooks/${place.id}`;
  return place.of === 'overview' ? '#/' : `#/${place.of}`;
}

function readPlace(hash: string): Place {
  const license = /^#\/licenses\/(lic_[A-Za-z0-9_-]{16})$/.exec(hash)?.[1];
  if (license !== undefined) return { of: 'license', id: license };
  const webhook = /^#\/webhooks\/([a-z0-9][a-z0-9._-]{0,63})$/.exec(hash)?.[1];
  if (webhook !== undefined) return { of: 'webhook', id: webhook };
  return { of: SECTIONS.find((section) => hash === `#/${section}`) ?? 'overview' };
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
