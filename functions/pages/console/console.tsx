import { useState } from 'preact/hooks';
import { CatalogPage } from './catalog-page.tsx';
import { Frame } from './frame.tsx';
import { IssuePage } from './issue-page.tsx';
import { KeysPage } from './keys-page.tsx';
import { LicensePage } from './license-page.tsx';
import { OverviewPage } from './overview-page.tsx';
import { usePlace } from './place.ts';
import { SearchPage } from './search-page.tsx';
import { createSession, type Session, SessionContext } from './session.ts';
import { SignIn } from './sign-in.tsx';
import { WebhookPage } from './webhook-page.tsx';
import { WebhooksPage } from './webhooks-page.tsx';

/** The operators' console: nothing of it is shown before a key was accepted. */
export function Console() {
  const [session, setSession] = useState<Session | null>(null);
  const [refused, setRefused] = useState(false);
  const place = usePlace();
  const start = (key: string): Session =>
    createSession(key, (why) => {
      setRefused(why === 'refused');
      setSession(null);
    });
  if (session === null) {
    return (
      <Frame place={null}>
        <SignIn start={start} refused={refused} onSignedIn={setSession} />
      </Frame>
    );
  }
  return (
    <SessionContext.Provider value={session}>
      <Frame place={place} onSignOut={session.signOut}>
        {place.of === 'overview' && <OverviewPage />}
        {place.of === 'search' && <SearchPage />}
        {place.of === 'issue' && <IssuePage />}
        {place.of === 'catalog' && <CatalogPage />}
        {place.of === 'webhooks' && <WebhooksPage />}
        {place.of === 'webhook' && <WebhookPage key={place.id} id={place.id} />}
        {place.of === 'keys' && <KeysPage />}
        {place.of === 'license' && <LicensePage key={place.id} id={place.id} />}
      </Frame>
    </SessionContext.Provider>
  );
}
