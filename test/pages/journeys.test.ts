import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { activate, offerPlan, sellCode, stockShop } from '../support/shop.ts';
import { describeInBrowser, findByCode, openAsOwner, openBrowser, signIn, visit } from './browser.ts';

const DAY = 86_400;
const ADMIN_KEY = 'test-admin-key';

let service: RunningService;
let browser: Browser;

/** Gives the reason in an open dialog and confirms. */
async function order(page: Page, label: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: label, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

describeInBrowser('journeys', () => {
  beforeAll(async () => {
    service = await startService(anyEngine());
    await stockShop(service);
    await offerPlan(service, 'commercial');
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  test('issue, activate, find, see seats, free one, extend, let it expire; the portal shows it', async () => {
    const operator = await visit(browser, `${service.url}/console`, {});
    const { page } = operator;
    await signIn(page, ADMIN_KEY);

    await page.getByRole('link', { name: 'Issue' }).click();
    await page.getByLabel('Plan').selectOption('commercial');
    await page.getByLabel('How many').fill('2');
    await page.getByLabel('Batch').fill('journey');
    await page.getByLabel('Customer').fill('Ada Lovelace');
    await page.getByLabel('E-mail address').fill('Ada@example.com');
    await page.getByRole('button', { name: 'Issue', exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('journey.csv');
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('code,licenseId,batch,plan');
    const [code = '', id] = lines[1]?.split(',') ?? [];
    expect(lines[1]).toMatch(/^([0-9A-Z]{5}-){3}[0-9A-Z]{5},lic_[\w-]{16},journey,commercial$/);

    for (const name of ['reception', 'workshop']) expect((await activate(service, code, name)).status).toBe(201);
    await findByCode(page, code.toLowerCase().replaceAll('-', ' '));
    await page.getByText('365 days left').waitFor();
    expect(page.url()).toBe(`${service.url}/console#/licenses/${id}`);
    const seats = page.getByRole('region', { name: 'Seats' });
    await seats.getByText('2 of 5').waitFor();
    await seats
      .getByRole('button', { name: /^Free the seat of/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Free the seat', exact: true }).click();
    await seats.getByText('1 of 5').waitFor();

    await page.getByRole('button', { name: 'Extend' }).click();
    await page.getByLabel('Days').fill('10');
    await order(page, 'Extend', 'Goodwill after an outage.');
    await page.getByText('375 days left').waitFor();
    const history = page.getByRole('region', { name: 'History' });
    await history.getByText('Goodwill after an outage.').waitFor();
    await history.getByText('Audit whole').waitFor();
    expect(await history.getByRole('listitem').count()).toBeGreaterThanOrEqual(5);

    await service.advance(376 * DAY);
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.getByText('Expired', { exact: true }).waitFor();

    const owner = await visit(browser, `${service.url}/portal`, { phone: true });
    await openAsOwner(owner.page, code);
    await owner.page.getByText('Ended', { exact: true }).waitFor();
    await owner.page.getByText('Buy a new license').waitFor();
    expect([...operator.faults, ...owner.faults]).toEqual([]);
    await operator.leave();
    await owner.leave();
    await service.call('PUT', '/_local/clock', { reset: true });
  });

  test('block, lift the block, suspend, resume, replace the code, revoke', async () => {
    const { code, licenseId } = await sellCode(service, 'commercial');
    await activate(service, code, 'desk');
    const { page, faults, leave } = await visit(browser, `${service.url}/console#/licenses/${licenseId}`, {});
    await signIn(page, ADMIN_KEY);
    for (const [button, state] of [
      ['Block', 'Blocked'],
      ['Lift the block', 'Active'],
      ['Suspend', 'Suspended'],
      ['Resume', 'Active'],
    ] as const) {
      await page.getByRole('button', { name: button, exact: true }).click();
      await order(page, button, `Reason to ${button}.`);
      await page.locator('h1 + .badge', { hasText: state }).waitFor();
    }
    await page.getByRole('button', { name: 'New code' }).click();
    await order(page, 'New code', 'The customer lost it.');
    const shown = await page.locator('.code-large').textContent();
    expect(shown).toMatch(/^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
    expect(await activate(service, code, 'desk two')).toMatchObject({ body: { code: 'code_rotated' } });
    expect((await activate(service, shown ?? '', 'desk two')).status).toBe(201);

    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByLabel('I know that this cannot be undone.').check();
    await order(page, 'Revoke', 'Charged back.');
    await page.locator('h1 + .badge', { hasText: 'Revoked' }).waitFor();
    expect(await page.getByRole('button', { name: 'Extend' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await leave();
  });

  test('R4.3 the owner frees a device; the reason why another cannot be freed is shown', async () => {
    await offerPlan(service, 'strict', { selfService: { releasesPerYear: 1, cooldownHours: 0 } });
    const { code } = await sellCode(service, 'strict');
    for (const name of ['first', 'second']) await activate(service, code, name);
    const { page, faults, leave } = await visit(browser, `${service.url}/portal`, { phone: true });
    await openAsOwner(page, code);
    await page.getByText('365 days left').waitFor();
    await page.getByText('2 of 5 in use').waitFor();
    const free = page.getByRole('button', { name: /^Free / });
    await free.first().click();
    await page.getByRole('button', { name: 'Free the device' }).click();
    await page.getByText('1 of 5 in use').waitFor();
    await page.getByRole('status').filter({ hasText: 'was freed' }).waitFor();
    await free.first().click();
    await page.getByRole('button', { name: 'Free the device' }).click();
    await page.getByRole('alert').getByText('Ask support to free the device').waitFor();
    // The one of a year was used just now.
    const nextYear = new Date(Date.now() + 365 * 86_400_000).getUTCFullYear();
    await page.getByText(new RegExp(`free it yourself from .*${nextYear}`)).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await leave();
  });
});
