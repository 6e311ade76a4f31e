import { randomBytes } from 'node:crypto';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveUpDeliveries } from '../support/dead-letter.ts';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { activate, offerPlan, sellCode, sellCodes, stockShop } from '../support/shop.ts';
import { describeInBrowser, openAsOwner, openBrowser, signIn, type Visit, type Visitor, visit } from './browser.ts';

const ADMIN_KEY = 'test-admin-key';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

let service: RunningService;
let browser: Browser;
let code: string;
let licenseId: string;

/** Nothing that axe knows of, and nothing that is wider than the window. */
async function expectAccessible({ page, picture }: Visit, name: string): Promise<void> {
  await picture(name);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  expect([name, ...found]).toEqual([name]);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect([name, overflow]).toEqual([name, 0]);
}

const VISITORS: readonly (readonly [string, Visitor])[] = [
  ['a light desktop', {}],
  ['a dark desktop', { dark: true }],
  ['a light phone', { phone: true }],
  ['a dark phone', { phone: true, dark: true }],
];

async function goTo(page: Page, section: string): Promise<void> {
  await page.getByRole('link', { name: section }).click();
}

describeInBrowser('accessibility', () => {
  beforeAll(async () => {
    const engine = anyEngine();
    const table = `pages-${randomBytes(8).toString('hex')}`;
    service = await startService(engine, { LATCHKEY_TABLE: table });
    await stockShop(service);
    await offerPlan(service, 'commercial');
    const customer = { name: 'Ada Lovelace', email: 'ada@example.com' };
    ({ code, licenseId } = await sellCode(service, 'commercial', { customer, orderId: 'order-7', batch: 'spring' }));
    await sellCodes(service, 'commercial', 12, { batch: 'spring' });
    for (const name of ['Reception', 'A laptop with a name that is much too long to stand on one line of a phone']) {
      await activate(service, code, name);
    }
    const { licenseId: blocked } = await sellCode(service, 'commercial', { batch: 'spring' });
    await service.operate('POST', `/v1/licenses/${blocked}/block`, { reason: 'On a public list.' });
    for (const id of ['crm', 'accounts']) {
      await service.operate('PUT', `/v1/webhooks/${id}`, { url: `https://${id}.example/hooks`, events: ['license.*'] });
    }
    await giveUpDeliveries({ table, endpoint: engine.endpoint }, [
      { webhook: 'crm', license: licenseId, sequence: 3 },
      { webhook: 'crm', license: licenseId, sequence: 4, type: 'seat.freed', failure: 'timeout' },
    ]);
    await service.operate('POST', '/v1/keys', { name: 'Web shop', scopes: ['issue', 'read'] });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  test.each(VISITORS)('the console on %s', async (_, visitor) => {
    const seen = await visit(browser, `${service.url}/console`, visitor);
    const { page } = seen;
    await expectAccessible(seen, 'console-sign-in');
    await signIn(page, ADMIN_KEY);
    await page.getByText('15 licenses').waitFor();
    await page.getByRole('button', { name: /^Not activated: 13/ }).click();
    await expectAccessible(seen, 'console-overview');
    await goTo(page, 'Find');
    await page.getByRole('combobox', { name: 'By' }).selectOption('batch');
    await page.getByLabel('Search for').fill('spring');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('heading', { name: '14 licenses' }).waitFor();
    await expectAccessible(seen, 'console-find');
    await page.getByLabel('Do with all licenses of the batch').selectOption('revoke');
    await expectAccessible(seen, 'console-batch');
    await page.keyboard.press('Escape');
    await page.evaluate(`location.hash = '#/licenses/${licenseId}'`);
    await page.getByText('Audit whole').waitFor();
    await expectAccessible(seen, 'console-license');
    await goTo(page, 'Issue');
    await page.getByLabel('Plan').selectOption('commercial');
    await page.getByText('More').click();
    await expectAccessible(seen, 'console-issue');
    expect(seen.faults).toEqual([]);
    await seen.leave();
  });

  test.each(VISITORS)('what administers the service, on %s', async (_, visitor) => {
    const seen = await visit(browser, `${service.url}/console#/catalog`, visitor);
    const { page } = seen;
    await signIn(page, ADMIN_KEY);
    await page.getByText('All terms').first().click();
    await page.getByRole('heading', { name: 'Products' }).waitFor();
    await expectAccessible(seen, 'console-catalog');
    await goTo(page, 'Webhooks');
    await page.getByRole('link', { name: 'crm' }).waitFor();
    await expectAccessible(seen, 'console-webhooks');
    await page.getByRole('link', { name: 'crm' }).click();
    await page.getByRole('button', { name: 'Send all 2 again' }).waitFor();
    await expectAccessible(seen, 'console-webhook');
    await page.getByRole('button', { name: 'Remove the webhook' }).click();
    await expectAccessible(seen, 'console-remove-webhook');
    await page.keyboard.press('Escape');
    await goTo(page, 'Keys');
    await page.getByRole('button', { name: 'Revoke Web shop' }).waitFor();
    await expectAccessible(seen, 'console-keys');
    await page.evaluate(`location.hash = '#/licenses/${licenseId}'`);
    await page.getByRole('button', { name: 'Change' }).click();
    await expectAccessible(seen, 'console-change');
    expect(seen.faults).toEqual([]);
    await seen.leave();
  });

  test.each(VISITORS)('the portal on %s', async (_, visitor) => {
    const seen = await visit(browser, `${service.url}/portal`, visitor);
    const { page } = seen;
    await expectAccessible(seen, 'portal-code');
    await page.getByLabel('Code').fill('AAAAA');
    await page.getByRole('button', { name: 'Show my license' }).click();
    await page.getByRole('alert').waitFor();
    await expectAccessible(seen, 'portal-refused');
    await openAsOwner(page, code);
    await expectAccessible(seen, 'portal-license');
    await page.getByRole('button', { name: 'Free Reception' }).click();
    await expectAccessible(seen, 'portal-free');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Another code' }).click();
    await page.getByRole('button', { name: 'I have lost my code' }).click();
    await expectAccessible(seen, 'portal-recovery');
    await page.goto('about:blank');
    await page.goto(`${service.url}/portal#recover=made-up`);
    await page.getByRole('button', { name: 'Show my new code' }).waitFor();
    await expectAccessible(seen, 'portal-confirmation');
    expect(seen.faults).toEqual([]);
    await seen.leave();
  });

  test('everything works from the keyboard alone, and the focus is always seen', async () => {
    const { page, leave } = await visit(browser, `${service.url}/portal`, {});
    const focused = () =>
      page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');
    // The heading takes the focus after it is there.
    await page.waitForFunction('document.activeElement?.textContent === "See your license"');
    await page.keyboard.press('Tab');
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Devices' }).waitFor();
    await page.waitForFunction('document.activeElement?.textContent === "Your license"');
    for (let n = 0; n < 5 && (await focused()) !== 'Free Reception'; n += 1) await page.keyboard.press('Tab');
    expect(await focused()).toBe('Free Reception');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused()).toBe('Free Reception');
    await leave();
  });
});
