import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyEngine } from '../support/engines.ts';
import { type RunningService, startService } from '../support/local-service.ts';
import { activate, offerPlan, sellCode, stockShop } from '../support/shop.ts';
import { describeInBrowser, openAsOwner, openBrowser, visit } from './browser.ts';

let service: RunningService;
let browser: Browser;

interface Outbox {
  readonly mails: readonly { readonly to: string; readonly text: string }[];
}

/** Where the newest recovery mail to an address leads. */
async function mailedLink(to: string): Promise<string> {
  const outbox: { body: Outbox } = await service.call('GET', '/_local/outbox');
  const { text } = outbox.body.mails.findLast((mail) => mail.to === to) ?? { text: '' };
  return /\S+#recover=\S+/.exec(text)?.[0] ?? '';
}

describeInBrowser('recovery', () => {
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

  test('R12.1 R12.2 the link of the mail gives a new code, once, and leaves the address bar', async () => {
    const email = 'grace@example.com';
    const { code } = await sellCode(service, 'commercial', { customer: { email }, orderId: 'order-5' });
    await activate(service, code, 'desk');
    const { page, faults, leave } = await visit(browser, `${service.url}/portal`, { phone: true });
    await page.getByRole('button', { name: 'I have lost my code' }).click();
    await page.getByLabel('E-mail address of the order').fill(email);
    await page.getByRole('button', { name: 'Send me the mail' }).click();
    await page.getByText('Look into your mailbox').waitFor();

    const link = new URL(await mailedLink(email));
    expect(link.hash).toMatch(/^#recover=[\w.~-]+$/);
    await page.goto(`${service.url}/portal${link.hash}`);
    await page.getByText('You get a new code').waitFor();
    expect(page.url()).toBe(`${service.url}/portal`);
    // Opening the link has changed nothing.
    expect((await service.post('/v1/seats', { code })).status).toBe(200);

    await page.getByRole('button', { name: 'Show my new code' }).click();
    const fresh = (await page.locator('.code-large').textContent()) ?? '';
    expect(fresh).toMatch(/^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
    expect(await service.post('/v1/seats', { code })).toMatchObject({ body: { code: 'code_rotated' } });
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await openAsOwner(page, fresh);
    await page.getByText('365 days left').waitFor();

    await page.goto('about:blank');
    await page.goto(`${service.url}/portal${link.hash}`);
    await page.getByRole('button', { name: 'Show my new code' }).click();
    await page.getByRole('alert').getByText('The recovery link is no longer valid').waitFor();
    expect(faults).toEqual([]);
    await leave();
  });

  test('R12.1 an address that nobody ordered with is answered in the same words', async () => {
    const { page, leave } = await visit(browser, `${service.url}/portal`, {});
    await page.getByRole('button', { name: 'I have lost my code' }).click();
    await page.getByLabel('E-mail address of the order').fill('nobody@example.com');
    await page.getByRole('button', { name: 'Send me the mail' }).click();
    await page.getByText('Look into your mailbox').waitFor();
    expect(await mailedLink('nobody@example.com')).toBe('');
    await leave();
  });

  test('R1.4 a mistyped code says what is wrong with it', async () => {
    const { page, leave } = await visit(browser, `${service.url}/portal`, {});
    for (const [typed, said] of [
      ['AAAAA-BBBBB', 'A code has 20 letters and digits.'],
      ['AAAAA-BBB!B-AAAAA-AAAAA', 'Symbol 9 is none that a code can have.'],
      ['AAAAA-BBBBB-AAAAA-AAAAA', 'A symbol is wrong, or two are swapped.'],
    ] as const) {
      await page.getByLabel('Code').fill(typed);
      await page.getByRole('button', { name: 'Show my license' }).click();
      await page.getByText(said).waitFor();
      expect(await page.getByRole('alert').textContent()).toContain(said);
    }
    await leave();
  });
});
