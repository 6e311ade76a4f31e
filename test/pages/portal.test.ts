import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { activate, offerPlan, sellCode, stockShop } from '../support/shop.ts';
import { describeInBrowser, openAsOwner, openBrowser, openConsole, visit } from './browser.ts';

const DAY = 86_400_000;

let service: RunningService;
let browser: Browser;

describeInBrowser('what owners are told', () => {
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

  /** What the portal says of a license, and what its tab does. */
  async function read(code: string): Promise<{ said: string; tab: string }> {
    const { page, faults, leave } = await visit(browser, `${service.url}/portal`, { phone: true });
    await openAsOwner(page, code);
    const seen = { said: (await page.locator('main').textContent()) ?? '', tab: await page.title() };
    expect(faults).toEqual([]);
    await leave();
    return seen;
  }

  test('the tab names no program that the customers of a vendor do not know', async () => {
    const { code } = await sellCode(service, 'commercial');
    expect(await read(code)).toMatchObject({
      tab: 'Your license',
      said: expect.stringContaining('Ready to be activated'),
    });
  });

  test('R2.3 a term that begins on a day ahead', async () => {
    await offerPlan(service, 'ordered', { term: { days: 365, starts: 'order' } });
    const at = new Date(Date.now() + 40 * DAY);
    const { code } = await sellCode(service, 'ordered', { orderedAt: at.toISOString() });
    const { said } = await read(code);
    expect(said).toMatch(new RegExp(`Begins on ${at.getUTCDate()} \\w+ ${at.getUTCFullYear()}`));
    expect(said).toContain('can be activated from then on');
  });

  test('R6.1 a license that waits behind another one', async () => {
    const front = await sellCode(service, 'commercial');
    const reserve = await sellCode(service, 'commercial');
    await activate(service, front.code, 'waiting');
    expect((await activate(service, reserve.code, 'waiting')).body.role).toBe('reserve');
    expect((await read(reserve.code)).said).toContain('Waits behind another license');
    expect((await read(front.code)).said).toContain('365 days left');
  });

  test('R4.3 from when a device can be freed by its owner', async () => {
    await offerPlan(service, 'cooling', { selfService: { releasesPerYear: 3, cooldownHours: 24 } });
    const { code } = await sellCode(service, 'cooling');
    await activate(service, code, 'young');
    expect((await read(code)).said).toMatch(/You can free it yourself from .+ UTC\./);
  });

  test('R12.3 a double click asks for one mail', async () => {
    const { page, leave } = await visit(browser, `${service.url}/portal`, {});
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/v1/recoveries')) asked += 1;
    });
    await page.getByRole('button', { name: 'I have lost my code' }).click();
    await page.getByLabel('E-mail address of the order').fill('twice@example.com');
    await page.getByRole('button', { name: 'Send me the mail' }).dblclick();
    await page.getByText('Look into your mailbox').waitFor();
    expect(asked).toBe(1);
    await leave();
  });

  test('R4.6 operators see a class that another plan has left without seats', async () => {
    await offerPlan(service, 'two-classes', { seats: { desktop: 5, server: 1 } });
    const { licenseId } = await sellCode(service, 'two-classes');
    const change = { plan: 'commercial', reason: 'Wanted no server.' };
    expect((await service.operate('PATCH', `/v1/licenses/${licenseId}`, change)).status).toBe(200);
    const { page, faults, leave } = await openConsole(browser, service.url, `licenses/${licenseId}`, 'test-admin-key');
    await page.getByRole('region', { name: 'Seats' }).getByText('0 of 0').waitFor();
    expect(await page.title()).toMatch(/ · Latchkey$/);
    expect(faults).toEqual([]);
    await leave();
  });
});
