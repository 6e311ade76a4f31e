import type { ComponentChildren } from 'preact';
import type { OperatedLicenseAnswer } from '../../http/schemas/license-answer.ts';
import { Time } from '../shared/time.tsx';
import { placeLink } from './place.ts';

interface Props {
  readonly license: OperatedLicenseAnswer;
  readonly onChange: () => void;
}

/** What was sold to whom. */
export function LicenseFacts({ license, onChange }: Props) {
  const { customer, metadata, entitlements, regions, previousOf } = license;
  return (
    <section class="card stack" aria-labelledby="facts">
      <div class="row row-apart">
        <h2 id="facts">Sold as</h2>
        {license.state !== 'revoked' && (
          <button type="button" onClick={onChange}>
            Change
          </button>
        )}
      </div>
      <dl class="rows">
        <Fact name="Plan">
          {license.plan} <span class="soft">revision {license.planRevision}</span>
        </Fact>
        <Fact name="Kind">{license.promotion ? `${license.kind}, promotion` : license.kind}</Fact>
        <Fact name="Customer">{customer?.name ?? <None />}</Fact>
        <Fact name="E-mail">{customer?.email ?? <None />}</Fact>
        <Fact name="Order">{license.orderId ?? <None />}</Fact>
        <Fact name="Batch">{license.batch ?? <None />}</Fact>
        <Fact name="Issued">
          <Time at={license.issuedAt} exact />
        </Fact>
        <Fact name="Code">
          <code>{license.codeHint}</code>
        </Fact>
        <Fact name="License id">
          <code>{license.id}</code>
        </Fact>
        {entitlements.length > 0 && <Fact name="Entitlements">{entitlements.join(', ')}</Fact>}
        {regions !== null && <Fact name="Regions">{regions.join(', ')}</Fact>}
        {previousOf !== null && (
          <Fact name="Renewed by">
            <a href={placeLink({ of: 'license', id: previousOf })}>
              <code>{previousOf}</code>
            </a>
          </Fact>
        )}
        {Object.entries(metadata).map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function None() {
  return <span class="soft">–</span>;
}
