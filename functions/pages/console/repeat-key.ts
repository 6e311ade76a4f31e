import { useState } from 'preact/hooks';

/**
 * Keys under which a wish may be sent again: the same wish has the same key, so that after a lost answer it is not done
 * twice, and a changed one has another.
 */
export function useRepeatKey(): (wish: unknown) => string {
  const [keys] = useState(() => new Map<string, string>());
  return (wish) => {
    const text = JSON.stringify(wish);
    const key = keys.get(text) ?? crypto.randomUUID();
    keys.set(text, key);
    return key;
  };
}
