import type { ApiDocument, BodyObject, OperationObject } from './document.ts';
import { type Html, html } from './html.ts';
import { renderFields, renderType } from './reference-schema.ts';

interface Call extends OperationObject {
  readonly method: string;
  readonly path: string;
}

const PROBLEM = 'application/problem+json';

/** The reference page: everything that the OpenAPI document says, for people. No script, no inline style. */
export function renderReference(document: ApiDocument, stylesheet: string): string {
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Call => ({ ...operation, method: method.toUpperCase(), path })),
  );
  const groups = document.tags.map(({ name }) => ({ name, calls: calls.filter(({ tags }) => tags.includes(name)) }));
  const { title, version, description } = document.info;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} ${version}: API reference</title>
<link rel="stylesheet" href="${stylesheet}">
</head>
<body>
<a class="skip" href="#content">Skip to the calls</a>
<header>
<h1>${title} <small>${version}</small></h1>
<p>${description} This page is made from <a href="openapi.json">the OpenAPI document</a>, and that from the schemas which
requests are checked with.</p>
</header>
<nav aria-label="Calls">${groups.map(renderIndex)}<h2><a href="#schemas">Schemas</a></h2>
<h2><a href="#problems">Problems</a></h2></nav>
<main id="content">${groups.map(renderGroup)}${renderSchemas(document)}${renderProblems(calls)}</main>
</body>
</html>
`.html;
}

interface Group {
  readonly name: string;
  readonly calls: readonly Call[];
}

function renderIndex({ name, calls }: Group): Html {
  const entries = calls.map(
    ({ operationId, method, path }) => html`<li><a href="#${operationId}"><b>${method}</b> ${path}</a></li>`,
  );
  return html`<h2><a href="#group-${name}">${name}</a></h2><ul>${entries}</ul>`;
}

function renderGroup({ name, calls }: Group): Html {
  return html`<section aria-labelledby="group-${name}"><h2 id="group-${name}">${name}</h2>${calls.map(renderCall)}</section>`;
}

function renderCall(call: Call): Html {
  const { operationId, method, path, summary, description, security = [], parameters = [] } = call;
  const scopes = security.flatMap(({ apiKey }) => apiKey);
  return html`<article aria-labelledby="${operationId}">
<h3 id="${operationId}"><span class="method">${method}</span> <code>${path}</code></h3>
<p>${summary}.${description !== undefined && html` ${description}`}</p>
${scopes.length > 0 && html`<p class="scopes">API key with ${scopes.map((scope, at) => html`${at > 0 ? ' or ' : null}<code>${scope}</code>`)}</p>`}
${
  parameters.length > 0 &&
  html`<h4>Parameters</h4><dl class="fields">${parameters.map(
    (one) =>
      html`<dt><code>${one.name}</code> in ${one.in}, ${renderType(one.schema)}${one.required ? null : html` <span class="optional">optional</span>`}</dt><dd>${one.description}</dd>`,
  )}</dl>`
}
${call.requestBody !== undefined && html`<h4>Body</h4>${renderBody(call.requestBody)}`}
<h4>Answers</h4>${Object.entries(call.responses).map(renderAnswer)}
</article>`;
}

function renderBody({ content = {} }: BodyObject): readonly Html[] {
  return Object.entries(content).map(([type, { schema, examples = {} }]) => {
    const shown = Object.values(examples).map(
      ({ value }) => html`<pre tabindex="0"><code>${JSON.stringify(value, null, 2)}</code></pre>`,
    );
    return html`<p class="type">${type}${schema !== undefined && html`: ${renderType(schema)}`}</p>${schema !== undefined && renderFields(schema)}${shown}`;
  });
}

function renderAnswer([status, answer]: readonly [string, BodyObject]): Html {
  if (answer.content?.[PROBLEM] !== undefined) {
    const codes = codesOf(answer).map((code) => html`<a href="#problem-${code}"><code>${code}</code></a> `);
    return html`<p class="problem"><b>${status}</b> ${codes}</p>`;
  }
  return html`<details><summary><b>${status}</b> ${answer.description}</summary>${renderBody(answer)}</details>`;
}

function codesOf(answer: BodyObject): readonly string[] {
  return Object.keys(answer.content?.[PROBLEM]?.examples ?? {});
}

function renderSchemas({ components }: ApiDocument): Html {
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => html`<article><h3 id="schema-${name}">${name}</h3>${renderFields(schema)}</article>`,
  );
  return html`<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>${schemas}</section>`;
}

interface ProblemExample {
  readonly title: string;
  readonly status: number;
  readonly remedy: string;
}

function renderProblems(calls: readonly Call[]): Html {
  const problems = new Map<string, ProblemExample>();
  for (const answer of calls.flatMap(({ responses }) => Object.values(responses))) {
    for (const [code, { value }] of Object.entries(answer.content?.[PROBLEM]?.examples ?? {})) {
      problems.set(code, value as ProblemExample);
    }
  }
  const rows = [...problems].map(
    ([code, { status, title, remedy }]) =>
      html`<tr id="problem-${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${title}. ${remedy}</td></tr>`,
  );
  return html`<section aria-labelledby="problems"><h2 id="problems">Problems</h2>
<p>Every refusal is <code>${PROBLEM}</code> (RFC 9457) with a stable <code>code</code>.</p>
<div class="wide" tabindex="0"><table><thead><tr><th scope="col">code</th><th scope="col">status</th><th scope="col">meaning and remedy</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}
