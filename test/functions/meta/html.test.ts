import { expect, test } from 'vitest';
import { html } from '../../../functions/meta/html.ts';

test('values stand in HTML as text, whatever they are', () => {
  const name = `<script>alert("1")</script>&'`;
  expect(html`<p title="${name}">${name}</p>`.html).toBe(
    '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;</p>',
  );
});

test('HTML stays HTML, lists are joined, nothing is nothing', () => {
  const items = ['a', 'b<'].map((one) => html`<li>${one}</li>`);
  expect(html`<ul>${items}</ul>${null}${undefined}${false}${7}`.html).toBe('<ul><li>a</li><li>b&lt;</li></ul>7');
});
