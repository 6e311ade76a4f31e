import type { OperatedLicenseAnswer } from '../../http/schemas/license-answer.ts';
import { StateBadge } from '../shared/license-state.tsx';
import { Time } from '../shared/time.tsx';
import { placeLink } from './place.ts';

interface Props {
  readonly caption: string;
  readonly licenses: readonly OperatedLicenseAnswer[];
}

/** Licenses as rows; on a phone each is a block of its own. */
export function LicenseTable({ caption, licenses }: Props) {
  return (
    <table class="folding licenses">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Code</th>
          <th scope="col">State</th>
          <th scope="col">Plan</th>
          <th scope="col">Customer</th>
          <th scope="col">Order</th>
          <th scope="col">Ends</th>
        </tr>
      </thead>
      <tbody>
        {licenses.map((license) => (
          <tr key={license.id}>
            <th scope="row">
              <a href={placeLink({ of: 'license', id: license.id })} title={license.id}>
                <code>{shortHint(license)}</code>
              </a>
            </th>
            <td>
              <StateBadge state={license.state} />
            </td>
            <td class="text">{license.plan}</td>
            <td class="text">{customerName(license)}</td>
            <td class="text">{license.orderId ?? license.batch ?? <span class="soft">–</span>}</td>
            <td>
              <Time at={license.expiresAt} none={license.startedAt === null ? 'Not begun' : 'Never'} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The readable end of a code; of an imported key there may be none. */
function shortHint({ codeHint, id }: OperatedLicenseAnswer): string {
  const end = codeHint.split('-').at(-1) ?? '';
  return end === '' ? id : `…${end.replace(/^\*+/, '')}`;
}

function customerName({ customer }: OperatedLicenseAnswer) {
  return customer?.name ?? customer?.email ?? <span class="soft">–</span>;
}
