import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { offerPlan, sellCode, stockShop } from '../support/shop.ts';
import { describeInBrowser, dialogOf, openBrowser, openConsole, type Visit } from './browser.ts';

const ADMIN_KEY = 'test-admin-key';

describeInBrowser('changing a license', () => {
  let service: RunningService;
  let browser: Browser;
  beforeAll(async () => {
    service = await startService(anyEngine());
    await stockShop(service);
    await offerPlan(service, 'commercial');
    await offerPlan(service, 'trial', { kind: 'trial', term: { days: 30 } });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  const open = (place: string): Promise<Visit> => openConsole(browser, service.url, place, ADMIN_KEY);

  test('a license is changed by what differs, with a reason in its history', async () => {
    const customer = { name: 'Ada Lovelace', email: 'ada@example.com' };
    const { licenseId } = await sellCode(service, 'commercial', { customer, orderId: 'order-1' });
    const seen = await open(`licenses/${licenseId}`);
    const { page } = seen;
    await page.getByRole('button', { name: 'Change' }).click();
    const dialog = dialogOf(page);
    await dialog.getByLabel('desktop', { exact: true }).fill('9');
    await dialog.getByLabel('Order').fill('');
    await dialog.getByRole('textbox', { name: 'E-mail address', exact: true }).fill('countess@example.com');
    await dialog.getByLabel('Reason').fill('Bought four more.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('0 of 9').waitFor();
    await page.getByRole('region', { name: 'History' }).getByText('Bought four more.').waitFor();
    expect((await service.operate('GET', `/v1/licenses/${licenseId}`)).body).toMatchObject({
      seats: { desktop: { limit: 9 } },
      customer: { name: 'Ada Lovelace', email: 'countess@example.com' },
      orderId: null,
      notAfter: null,
    });
    await page.getByRole('button', { name: 'Change' }).click();
    await dialog.getByLabel('Unlimited desktop seats').check();
    await dialog.getByLabel('Ends before').fill('2020-01-01');
    await dialog.getByLabel('Reason').fill('Without limit.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const after = await service.operate('GET', `/v1/licenses/${licenseId}`);
    expect(after.body).toMatchObject({ notAfter: '2020-01-01T00:00:00.000Z', seats: { desktop: { limit: null } } });
    expect(seen.faults).toEqual([]);
    await seen.leave();
  });

  test('what a license may do and where is changed; what nobody touched is not sent', async () => {
    const sold = { entitlements: ['a, b'], metadata: { crm: '7=8' } };
    const { licenseId } = await sellCode(service, 'commercial', sold);
    const path = `/v1/licenses/${licenseId}`;
    const seen = await open(`licenses/${licenseId}`);
    const { page } = seen;
    const change = async (fields: Readonly<Record<string, string>>) => {
      await page.getByRole('button', { name: 'Change' }).click();
      const dialog = dialogOf(page);
      for (const [label, text] of Object.entries(fields))
        await dialog.getByRole('textbox', { name: new RegExp(`^${label}`) }).fill(text);
      await dialog.getByLabel('Reason').fill('Another contract.');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      return (await service.operate('GET', path)).body;
    };
    expect(await change({ Regions: 'DE, us-ca' })).toMatchObject({
      ...sold,
      plan: 'commercial',
      regions: ['DE', 'US-CA'],
    });
    const metadata = 'crm=9\nnote = by mail';
    expect(await change({ Entitlements: 'pro, api', Metadata: metadata, Regions: '' })).toMatchObject({
      entitlements: ['pro', 'api'],
      metadata: { crm: '9', note: 'by mail' },
      regions: null,
    });
    expect(await change({ Plan: 'trial' })).toMatchObject({ plan: 'trial', entitlements: ['pro', 'api'] });
    expect(seen.faults).toEqual([]);
    await seen.leave();
  });
});
