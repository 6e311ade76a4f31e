import { randomBytes } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveUpDeliveries } from '../support/dead-letter.ts';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { aDevice, offerPlan, sellCode, stockShop } from '../support/shop.ts';
import { describeInBrowser, findByCode, openAsOwner, openBrowser, signIn, visit } from './browser.ts';

const ADMIN_KEY = 'test-admin-key';
/** Text that would run a script in every place where text is taken for HTML. */
const HOSTILE = `"><img src=x onerror="alert(1)"><script>alert(2)</script>'{{7*7}}`;

let service: RunningService;
let browser: Browser;
let code: string;

/** It stands there as text, and nothing came of it. */
async function expectText(page: Page, least: number): Promise<void> {
  // Parts of a page come one after the other.
  await page
    .getByText(HOSTILE)
    .nth(least - 1)
    .waitFor();
  expect(await page.locator('img, #app script').count()).toBe(0);
}

describeInBrowser('hostile text', () => {
  beforeAll(async () => {
    const engine = anyEngine();
    const table = `pages-${randomBytes(8).toString('hex')}`;
    service = await startService(engine, { LATCHKEY_TABLE: table });
    await stockShop(service);
    await offerPlan(service, 'hostile', { name: HOSTILE });
    const order = { customer: { name: HOSTILE, email: 'a@example.com' }, orderId: HOSTILE, batch: 'hostile' };
    const sold = await sellCode(service, 'hostile', {
      ...order,
      metadata: { note: HOSTILE },
      entitlements: ['pro'],
    });
    code = sold.code;
    const device = { ...aDevice('desk'), name: HOSTILE };
    await service.post('/v1/activations', { code, product: 'office-pc', device });
    await service.operate('POST', `/v1/licenses/${sold.licenseId}/suspend`, { reason: HOSTILE });
    const product = { name: HOSTILE, family: 'other', seatClass: 'desktop', platforms: ['windows'] };
    await service.operate('PUT', '/v1/products/hostile', product);
    await service.operate('POST', '/v1/keys', { name: HOSTILE, scopes: ['read'] });
    await service.operate('PUT', '/v1/webhooks/hook', { url: `https://a.example/${HOSTILE}` });
    const letter = { webhook: 'hook', sequence: 1, type: HOSTILE, failure: HOSTILE };
    await giveUpDeliveries({ table, endpoint: engine.endpoint }, [letter]);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  test('names of plan, customer, order and device, reasons and notes stand in the console as text', async () => {
    const { page, faults, leave } = await visit(browser, `${service.url}/console`, {});
    await signIn(page, ADMIN_KEY);
    await page.getByRole('link', { name: 'Issue' }).click();
    await page.getByLabel('Plan').selectOption('hostile');
    expect(await page.locator('option:checked').textContent()).toContain(HOSTILE);

    await findByCode(page, code);
    await page.getByRole('region', { name: 'History' }).getByText('Suspended').first().waitFor();
    // Customer, order, note, device, reason in the flag and in the history.
    await expectText(page, 6);
    await page.getByRole('button', { name: /^Free the seat of/ }).click();
    await page.getByRole('dialog').getByText(HOSTILE).waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('button', { name: /^Suspended: 1/ }).click();
    await expectText(page, 2);
    expect(faults).toEqual([]);
    await leave();
  });

  test('names of products, plans and keys, addresses, events and failures stand in the console as text', async () => {
    const { page, faults, leave } = await visit(browser, `${service.url}/console#/catalog`, {});
    await signIn(page, ADMIN_KEY);
    await page.getByRole('heading', { name: 'Products' }).waitFor();
    await page.getByRole('cell', { name: 'other' }).waitFor();
    // A plan and a product.
    await expectText(page, 2);
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await expectText(page, 1);
    await page.getByRole('link', { name: 'hook', exact: true }).click();
    // An event and its failure.
    await expectText(page, 2);
    await page.getByRole('link', { name: 'Keys' }).click();
    await expectText(page, 1);
    await page.getByRole('button', { name: /^Revoke "/ }).click();
    await page.getByRole('dialog').getByText(HOSTILE).waitFor();
    await page.keyboard.press('Escape');
    await findByCode(page, code);
    await page.getByRole('button', { name: 'Change' }).click();
    expect(await page.getByLabel('Customer').inputValue()).toBe(HOSTILE);
    await expectText(page, 6);
    expect(faults).toEqual([]);
    await leave();
  });

  test('the name of a device stands in the portal as text', async () => {
    const { page, faults, leave } = await visit(browser, `${service.url}/portal`, { phone: true });
    await openAsOwner(page, code);
    await expectText(page, 1);
    await page.getByRole('button', { name: /^Free / }).click();
    await page.getByRole('dialog').getByText(HOSTILE).waitFor();
    expect(faults).toEqual([]);
    await leave();
  });

  test('what stands in the address is not believed', async () => {
    const url = `${service.url}/console?x=${encodeURIComponent(HOSTILE)}#/licenses/${encodeURIComponent(HOSTILE)}`;
    const { page, faults, leave } = await visit(browser, url, {});
    await signIn(page, ADMIN_KEY);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(faults).toEqual([]);
    await leave();
  });
});
