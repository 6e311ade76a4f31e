import type { CodesAnswer } from '../../http/schemas/operator-answer.ts';
import { CopyButton } from '../shared/copy-button.tsx';
import { countOf } from '../shared/format.ts';
import { saveFile, writeCsv } from './csv.ts';
import { PageTitle } from './page-title.tsx';
import { placeLink } from './place.ts';

/** Rows that a page can show without becoming slow; the file holds all. */
const MAX_SHOWN = 100;

interface Props {
  readonly issued: CodesAnswer;
  readonly plan: string;
  readonly onClose: () => void;
}

/** The codes, here and in the file, and then nowhere any more (R1.5). */
export function IssuedCodes({ issued: { batch, codes }, plan, onClose }: Props) {
  const save = () => {
    const rows = codes.map(({ code, licenseId }) => [code, licenseId, batch, plan]);
    saveFile(`${batch}.csv`, 'text/csv', writeCsv([['code', 'licenseId', 'batch', 'plan'], ...rows]));
  };
  return (
    <div class="stack">
      <PageTitle>{`${countOf(codes.length, 'code')} issued`}</PageTitle>
      <div class="note note-warn">
        <p class="note-title">Keep them now</p>
        <p>The service does not store codes: once you leave this view, nobody can show them again.</p>
      </div>
      <p class="row">
        <button type="button" class="primary" onClick={save}>
          Download CSV
        </button>
        <CopyButton text={codes.map(({ code }) => code).join('\n')} label="Copy all" />
        <button type="button" onClick={onClose}>
          Issue more
        </button>
      </p>
      <section class="card stack" aria-labelledby="batch">
        <h2 id="batch">
          Batch <code>{batch}</code>
        </h2>
        <table class="folding">
          <thead>
            <tr>
              <th scope="col">Code</th>
              <th scope="col">License</th>
            </tr>
          </thead>
          <tbody>
            {codes.slice(0, MAX_SHOWN).map(({ code, licenseId }) => (
              <tr key={licenseId}>
                <td>
                  <code>{code}</code>
                </td>
                <td>
                  <a href={placeLink({ of: 'license', id: licenseId })}>
                    <code>{licenseId}</code>
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {codes.length > MAX_SHOWN && (
          <p class="soft">The file also holds the other {countOf(codes.length - MAX_SHOWN, 'code')}.</p>
        )}
      </section>
    </div>
  );
}
