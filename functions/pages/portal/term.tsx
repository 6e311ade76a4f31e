import type { LicenseAnswer } from '../../http/schemas/license-answer.ts';
import { countOf, formatDay } from '../shared/format.ts';
import { StateBadge } from '../shared/license-state.tsx';
import { Time } from '../shared/time.tsx';

const DAY = 86_400_000;

interface Props {
  readonly license: LicenseAnswer;
  /** Whether it waits on a device for the end of another license (R6.1). */
  readonly waits?: boolean;
}

/** How long a license runs, in one sentence and one line, with the facts behind it. */
export function Term({ license, waits = false }: Props) {
  const { state, plan, codeHint, startedAt, expiresAt, graceUntil, contentUntil, entitlements } = license;
  return (
    <section class={`card stack state-${state}`} aria-labelledby="term">
      <div class="row row-apart">
        <h2 id="term" class="text">
          {plan}
        </h2>
        <StateBadge state={state} />
      </div>
      <p class="headline">{headline(license, waits)}</p>
      <TermMeter license={license} />
      <p>{explain(license, waits)}</p>
      <dl class="facts">
        <div class="wide">
          <dt>Code</dt>
          <dd>
            <code>{codeHint}</code>
          </dd>
        </div>
        <div>
          <dt>{state === 'issued' && startedAt !== null ? 'Begins' : 'Began'}</dt>
          <dd>
            <Time at={startedAt} none="Not yet" />
          </dd>
        </div>
        <div>
          <dt>Ends</dt>
          <dd>
            <Time at={expiresAt} none={startedAt === null ? 'Not yet known' : 'Never'} />
          </dd>
        </div>
        {graceUntil !== null && (
          <div>
            <dt>Works until</dt>
            <dd>
              <Time at={graceUntil} />
            </dd>
          </div>
        )}
        {contentUntil !== null && (
          <div>
            <dt>Updates until</dt>
            <dd>
              <Time at={contentUntil} />
            </dd>
          </div>
        )}
        {entitlements.length > 0 && (
          <div>
            <dt>Includes</dt>
            <dd>{entitlements.join(', ')}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function headline({ state, daysLeft, startedAt }: LicenseAnswer, waits: boolean): string {
  // An order may name a day that is still ahead (R2.3).
  if (state === 'issued' && startedAt !== null) return `Begins on ${formatDay(startedAt)}`;
  if (state === 'issued') return waits ? 'Waits behind another license' : 'Ready to be activated';
  if (state === 'grace') return 'Ended, in its days of grace';
  if (state === 'expired') return 'Ended';
  if (state === 'suspended') return 'Paused by the vendor';
  if (state === 'blocked') return 'Blocked by the vendor';
  if (state === 'revoked') return 'Withdrawn by the vendor';
  if (daysLeft !== null) return `${countOf(daysLeft, 'day')} left`;
  return startedAt === null ? 'Ready' : 'Runs without an end';
}

function explain({ state, startedAt, expiresAt, graceUntil }: LicenseAnswer, waits: boolean): string {
  if (state === 'issued' && startedAt !== null) return 'Its code can be activated from then on.';
  if (state === 'issued' && waits) return 'Its time begins when the license before it ends.';
  if (state === 'issued') return 'Its time begins when the code is activated on the first device.';
  if (state === 'grace' && graceUntil !== null) {
    return `Everything works until ${formatDay(graceUntil)}. Renew it before then.`;
  }
  if (state === 'expired')
    return 'Buy a new license and activate its code on your devices; nothing must be reinstalled.';
  if (state === 'suspended') return 'Ask the vendor to resume it. Its time goes on meanwhile.';
  if (state === 'blocked') return 'Ask the vendor why, and have the block lifted.';
  if (state === 'revoked') return 'Ask the vendor why, or buy a new license.';
  return expiresAt === null ? 'It has no last day.' : `It runs until ${formatDay(expiresAt)} on all of its devices.`;
}

/** How much of the term is left; from the days that the service counted, as this device's clock may be wrong. */
function TermMeter({ license: { startedAt, expiresAt, daysLeft, state } }: { readonly license: LicenseAnswer }) {
  if (startedAt === null || expiresAt === null || daysLeft === null || state === 'revoked') return null;
  const days = Math.max(1, (Date.parse(expiresAt) - Date.parse(startedAt)) / DAY);
  const left = Math.min(100, (daysLeft / days) * 100);
  return (
    <svg class="meter" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect width={left} height="1" />
    </svg>
  );
}
