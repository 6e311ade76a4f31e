import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { offerPlan, sellCode, sellCodes, stockShop } from '../support/shop.ts';
import { describeInBrowser, openBrowser, signIn, visit } from './browser.ts';

const ADMIN_KEY = 'test-admin-key';
const BATCH = 'summer-2026';

let service: RunningService;
let browser: Browser;
let licenseId: string;

interface ListedKey {
  readonly prefix: string;
  readonly scopes: readonly string[];
}

async function makeKey(scopes: readonly string[]): Promise<string> {
  const made: { body: { key: string } } = await service.operate('POST', '/v1/keys', { name: 'a test', scopes });
  return made.body.key;
}

async function search(page: Page, way: string, text: string): Promise<void> {
  await page.getByRole('combobox', { name: 'By' }).selectOption({ label: way });
  await page.getByLabel('Search for').fill(text);
  await page.getByRole('button', { name: 'Find' }).click();
}

describeInBrowser('operators', () => {
  beforeAll(async () => {
    service = await startService(anyEngine());
    await stockShop(service);
    await offerPlan(service, 'commercial');
    const customer = { name: 'Grace Hopper', email: 'Grace@Example.com' };
    ({ licenseId } = await sellCode(service, 'commercial', { customer, orderId: 'order-9', batch: BATCH }));
    await sellCodes(service, 'commercial', 60, { batch: BATCH });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  test('a key that is none is refused with what to do, and is asked for again after a reload', async () => {
    const { page, faults, leave } = await visit(browser, `${service.url}/console`, {});
    await page.getByLabel('API key').fill('not-a-key');
    await page.getByRole('button', { name: 'Sign in' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect((await alert.textContent())?.length).toBeGreaterThan(30);
    await signIn(page, ADMIN_KEY);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([0, 0, '']);
    await page.reload();
    await page.getByLabel('API key').waitFor();
    expect(faults).toEqual([]);
    await leave();
  });

  test('a license is found by its e-mail address in any case, its order, its id; nothing of it in the address', async () => {
    const { page, faults, leave } = await visit(browser, `${service.url}/console#/search`, {});
    await signIn(page, ADMIN_KEY);
    for (const [way, text] of [
      ['E-mail address', 'GRACE@example.com'],
      ['Order', 'order-9'],
    ] as const) {
      await search(page, way, text);
      await page.getByRole('heading', { name: '1 license', exact: true }).waitFor();
      expect(await page.getByRole('cell', { name: 'Grace Hopper' }).count()).toBe(1);
      expect(page.url()).toBe(`${service.url}/console#/search`);
    }
    await search(page, 'Order', 'order-10');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await search(page, 'License id', 'lic_doesnotexist0000');
    await page.getByRole('alert').waitFor();
    await search(page, 'License id', licenseId);
    await page.getByRole('heading', { name: /^License / }).waitFor();
    expect(faults).toEqual([]);
    await leave();
  });

  test('R9.4 a batch is listed page by page and blocked as a whole', async () => {
    const { page, faults, leave } = await visit(browser, `${service.url}/console#/search`, {});
    await signIn(page, ADMIN_KEY);
    await search(page, 'Batch', BATCH);
    await page.getByRole('heading', { name: '50 licenses and more' }).waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByRole('heading', { name: '61 licenses', exact: true }).waitFor();
    await page.getByLabel('Do with all licenses of the batch').selectOption('block');
    await page.getByLabel('Reason').fill('The list leaked.');
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    await page.getByText('61 licenses changed.').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: 'Blocked' }).first().waitFor();
    const answer = await service.operate('GET', `/v1/licenses/${licenseId}`);
    expect(answer).toMatchObject({ body: { state: 'blocked' } });
    expect(faults).toEqual([]);
    await leave();
  });

  test('a key without a scope learns why, and the rest goes on', async () => {
    const { page, faults, leave } = await visit(browser, `${service.url}/console`, {});
    await signIn(page, await makeKey(['issue']));
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('scope');
    await page.evaluate(`location.hash = '#/licenses/${licenseId}'`);
    await page.getByText('Grace Hopper').waitFor();
    await page.getByRole('button', { name: 'Suspend' }).click();
    await page.getByLabel('Reason').fill('May I?');
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    expect(faults).toEqual([]);
    await leave();
  });

  test('a key that is revoked meanwhile ends the session', async () => {
    const key = await makeKey(['read', 'support']);
    const { page, faults, leave } = await visit(browser, `${service.url}/console`, {});
    await signIn(page, key);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    const keys: { body: { items: readonly ListedKey[] } } = await service.operate('GET', '/v1/keys');
    const mine = keys.body.items.find(({ scopes }) => scopes.join() === 'read,support');
    await service.operate('DELETE', `/v1/keys/${mine?.prefix}`);
    await page.getByRole('link', { name: 'Issue' }).click();
    await page.getByText('does not take your key any more').waitFor();
    expect(faults).toEqual([]);
    await leave();
  });
});
