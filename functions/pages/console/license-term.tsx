import type { OperatedLicenseAnswer } from '../../http/schemas/license-answer.ts';
import { countOf } from '../shared/format.ts';
import { Time } from '../shared/time.tsx';

const DAY = 86_400_000;

/** When a license began, where it stands, when it ends, and what stands in its way. */
export function LicenseTerm({ license }: { readonly license: OperatedLicenseAnswer }) {
  const { state, startedAt, expiresAt, graceUntil, contentUntil, activateBy, notAfter } = license;
  return (
    <section class={`card stack state-${state}`} aria-labelledby="term">
      <h2 id="term">Term</h2>
      <p class="headline">{headline(license)}</p>
      <Meter license={license} />
      <dl class="facts">
        <Fact name="Began" at={startedAt} none="Not yet" />
        <Fact name="Ends" at={expiresAt} none={startedAt === null ? 'Not yet known' : 'Never'} />
        {graceUntil !== null && <Fact name="Grace until" at={graceUntil} />}
        {contentUntil !== null && <Fact name="Content until" at={contentUntil} />}
        {activateBy !== null && <Fact name="Activate by" at={activateBy} />}
        {notAfter !== null && <Fact name="Not after" at={notAfter} />}
      </dl>
      <Flag name="Suspended" flag={license.suspended} />
      <Flag name="Blocked" flag={license.blocked} />
      <Flag name="Revoked" flag={license.revoked} />
    </section>
  );
}

function headline({ state, startedAt, expiresAt, daysLeft }: OperatedLicenseAnswer): string {
  if (startedAt === null) return 'Not begun';
  if (expiresAt === null) return 'Without an end';
  if (state === 'grace') return 'In its days of grace';
  return daysLeft === null || daysLeft === 0 ? 'Ended' : `${countOf(daysLeft, 'day')} left`;
}

interface FactProps {
  readonly name: string;
  readonly at: string | null;
  readonly none?: string;
}

function Fact({ name, at, none = '–' }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Time at={at} none={none} exact />
      </dd>
    </div>
  );
}

/** How much of the term is left, by the days that the service counted. */
function Meter({ license: { startedAt, expiresAt, daysLeft } }: { readonly license: OperatedLicenseAnswer }) {
  if (startedAt === null || expiresAt === null || daysLeft === null) return null;
  const days = Math.max(1, (Date.parse(expiresAt) - Date.parse(startedAt)) / DAY);
  return (
    <svg class="meter" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect width={Math.min(100, (daysLeft / days) * 100)} height="1" />
    </svg>
  );
}

function Flag({ name, flag }: { readonly name: string; readonly flag: OperatedLicenseAnswer['blocked'] }) {
  if (flag === null) return null;
  return (
    <div class="note note-warn">
      <p>
        <b>{name}</b> on <Time at={flag.at} exact /> by <code>{flag.actor}</code>
      </p>
      <p class="text">{flag.reason}</p>
    </div>
  );
}
