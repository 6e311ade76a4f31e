import type { PlansAnswer, ProductsAnswer } from '../../http/schemas/operator-answer.ts';
import { platformName } from '../shared/format.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { useLoading } from './loading.ts';
import { PageTitle } from './page-title.tsx';
import { readPages } from './pages-of.ts';
import { type Plan, planLine, planTerms } from './plan-text.ts';
import { useSession } from './session.ts';

type Product = ProductsAnswer['items'][number];

const MAX_PAGES = 20;

/** What is sold, to look up; the command line and the API change it, so that a change can be reviewed. */
export function CatalogPage() {
  const session = useSession();
  const products = useLoading(() => readPages<Product, ProductsAnswer>(session, 'v1/products', MAX_PAGES));
  const plans = useLoading(() => readPages<Plan, PlansAnswer>(session, 'v1/plans', MAX_PAGES));
  return (
    <div class="stack">
      <PageTitle>Catalog</PageTitle>
      <ProblemNote problem={plans.problem ?? products.problem} />
      {plans.value !== null && (
        <section class="card stack" aria-labelledby="plans">
          <h2 id="plans">Plans</h2>
          <p class="soft small">
            As they are now: a license keeps the revision that it was sold under. <code>latchkey catalog apply</code>{' '}
            changes them.
          </p>
          <ul class="plain stack">
            {plans.value.items.map((plan) => (
              <PlanEntry key={plan.id} plan={plan} />
            ))}
          </ul>
          {plans.value.items.length === 0 && <p class="soft">There is no plan yet.</p>}
        </section>
      )}
      {products.value !== null && (
        <section class="card stack" aria-labelledby="products">
          <h2 id="products">Products</h2>
          {products.value.items.length === 0 && <p class="soft">There is no product yet.</p>}
          {products.value.items.length > 0 && <ProductTable products={products.value.items} />}
        </section>
      )}
    </div>
  );
}

function PlanEntry({ plan }: { readonly plan: Plan }) {
  return (
    <li class="stack stack-tight entry">
      <h3 class="text">
        {plan.name} <code class="soft small">{plan.id}</code>
      </h3>
      <p class="soft small text">{planLine(plan)}</p>
      <details>
        <summary class="small" aria-label={`All terms of ${plan.id}`}>
          All terms
        </summary>
        <dl class="rows small">
          {planTerms(plan).map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}

function ProductTable({ products }: { readonly products: readonly Product[] }) {
  return (
    <table class="folding">
      <caption class="visually-hidden">Products</caption>
      <thead>
        <tr>
          <th scope="col">Product</th>
          <th scope="col">Family</th>
          <th scope="col">Seat class</th>
          <th scope="col">Platforms</th>
          <th scope="col">Components</th>
        </tr>
      </thead>
      <tbody>
        {products.map(({ id, name, family, seatClass, platforms, components }) => (
          <tr key={id}>
            <th scope="row" class="text">
              {name}
              <br />
              <code class="soft small">{id}</code>
            </th>
            <td data-name="Family">{family}</td>
            <td data-name="Seat class">{seatClass}</td>
            <td class="text">{platforms.map(platformName).join(', ')}</td>
            <td class="text">{components.join(', ') || <span class="soft">–</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
