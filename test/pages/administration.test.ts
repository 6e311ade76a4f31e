import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveUpDeliveries } from '../support/dead-letter.ts';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { activate, offerPlan, sellCode, stockShop } from '../support/shop.ts';
import { describeInBrowser, dialogOf, openBrowser, openConsole, signIn, type Visit, visit } from './browser.ts';

const ADMIN_KEY = 'test-admin-key';

describeInBrowser('administration', () => {
  const table = `pages-${randomBytes(8).toString('hex')}`;
  const { endpoint } = anyEngine();
  let service: RunningService;
  let browser: Browser;
  beforeAll(async () => {
    service = await startService(anyEngine(), { LATCHKEY_TABLE: table });
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

  test('a key is made with scopes and an end, shown once, listed with its last use, and revoked', async () => {
    const seen = await open('keys');
    const { page } = seen;
    await page.getByLabel('Name').fill('Web shop');
    await page.getByRole('button', { name: 'Create key' }).click();
    // The service says what is missing: a key without a scope opens nothing.
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Web shop');
    await page.getByLabel('read').check();
    await page.getByLabel('Expires').fill('2040-01-31');
    await page.getByRole('button', { name: 'Create key' }).click();
    const key = (await page.locator('.note-good code').textContent()) ?? '';
    expect((await service.call('GET', '/v1/plans', undefined, { authorization: `Bearer ${key}` })).status).toBe(200);
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('link', { name: 'Keys' }).click();
    const row = page.getByRole('row', { name: /^Web shop/ });
    await row.waitFor();
    expect(await row.getByText('31 Jan 2040').count()).toBe(1);
    expect(await row.getByText('Never').count()).toBe(0);
    expect(await page.getByText(key).count()).toBe(0);
    await page.getByRole('button', { name: 'Revoke Web shop' }).click();
    await dialogOf(page).getByRole('button', { name: 'Revoke', exact: true }).click();
    await row.waitFor({ state: 'detached' });
    expect((await service.call('GET', '/v1/plans', undefined, { authorization: `Bearer ${key}` })).status).toBe(401);
    expect(seen.faults).toEqual([]);
    await seen.leave();
  });

  test('R14.2 a webhook is made, changed, has its dead letters sent again, and is removed', async () => {
    const seen = await open('webhooks');
    const { page } = seen;
    await page.locator('input[name=id]').fill('crm');
    await page.getByLabel('Address').fill('https://crm.example/hooks');
    await page.getByRole('button', { name: 'Create webhook' }).click();
    expect(await page.locator('.note-good code').textContent()).toMatch(/^whsec_/);
    // A second one of this id would take the first one's events elsewhere.
    await page.locator('input[name=id]').fill('crm');
    await page.getByLabel('Address').fill('https://another.example/hooks');
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByRole('alert').getByText('There is a webhook with this id').waitFor();
    const letters = [1, 2, 3].map((sequence) => ({ webhook: 'crm', sequence }));
    await giveUpDeliveries({ table, endpoint }, [...letters, { webhook: 'crm', sequence: 4, type: 'seat.freed' }]);
    await page.getByRole('link', { name: 'crm' }).click();
    await page.getByRole('button', { name: 'Send again: seat.freed' }).click();
    await page.getByText('1 delivery back in the queue').waitFor();
    await page.getByRole('button', { name: 'Send all 3 again' }).click();
    await page.getByText('3 deliveries back in the queue').waitFor();
    await page.getByText('Every event has been taken').waitFor();
    const left = await service.operate('GET', '/v1/webhooks/crm/dead-letters');
    expect(left.body).toEqual({ items: [], next: null });

    await page.getByLabel('Events').fill('license.expired, seat.*');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    const changed = await service.operate('GET', '/v1/webhooks/crm');
    expect(changed.body).toMatchObject({ url: 'https://crm.example/hooks', events: ['license.expired', 'seat.*'] });
    await page.getByRole('button', { name: 'Remove the webhook' }).click();
    await dialogOf(page).getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Events are sent nowhere yet.').waitFor();
    expect(seen.faults).toEqual([]);
    await seen.leave();
  });

  test('a key that may administer and nothing else is let in, too', async () => {
    const made = await service.operate('POST', '/v1/keys', { name: 'Keeper', scopes: ['admin'] });
    const seen = await visit(browser, `${service.url}/console#/webhooks`, {});
    await signIn(seen.page, made.body.key);
    await seen.page.getByRole('heading', { name: 'Webhooks', exact: true }).waitFor();
    expect(await seen.page.getByRole('alert').count()).toBe(0);
    await seen.leave();
  });

  test('the catalog shows plans with all their terms, and products', async () => {
    const seen = await open('catalog');
    const { page } = seen;
    const plan = page.getByRole('listitem').filter({ has: page.getByLabel('All terms of commercial') });
    await plan.getByText('All terms').click();
    await plan.getByText('commercial, 365 days from the first activation').waitFor();
    await plan.getByText('on Windows below 6.2 limited').waitFor();
    await plan.getByText('works on for 8 days').waitFor();
    await page.getByRole('row', { name: /^Office for Mac.*macOS/ }).waitFor();
    expect(seen.faults).toEqual([]);
    await seen.leave();
  });

  test('R5.3 the trial of a device is forgiven, so that it may try once more', async () => {
    const { code, licenseId } = await sellCode(service, 'trial');
    await activate(service, code, 'Reception');
    const seen = await open(`licenses/${licenseId}`);
    const { page } = seen;
    await page.getByRole('button', { name: 'Forgive trial of Reception' }).click();
    await dialogOf(page).getByLabel('Reason').fill('The first one failed.');
    await dialogOf(page).getByRole('button', { name: 'Forgive' }).click();
    await page.getByText('The trial of Reception is forgiven.').waitFor();
    await page.getByRole('region', { name: 'History' }).getByText('Trial reset').waitFor();
    expect(seen.faults).toEqual([]);
    await seen.leave();
  });

  test('a key that may not administer learns so, and sees no form that would fail', async () => {
    const made = await service.operate('POST', '/v1/keys', { name: 'reader', scopes: ['read'] });
    const seen = await visit(browser, `${service.url}/console#/keys`, {});
    await signIn(seen.page, made.body.key);
    await seen.page.getByRole('alert').waitFor();
    expect(await seen.page.getByRole('button', { name: 'Create key' }).count()).toBe(0);
    expect(seen.faults).toEqual([]);
    await seen.leave();
  });
});
