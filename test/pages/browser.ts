import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describe, vi } from 'vitest';

/** Milliseconds that something on a page may take: much less than a test, so that it says what it waits for. */
const PATIENCE = 20_000;

/** Milliseconds for a test that goes through many views, or the start of all it needs, on a machine with other work. */
const JOURNEY = 120_000;

const CHROMIUM = '/usr/bin/chromium';

/** It runs as root in continuous integration, and asks nobody for anything but the pages under test. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Declares a suite that needs a browser: left out aloud where there is none, required in continuous integration. */
export function describeInBrowser(suite: string, declare: () => void): void {
  const missing = !existsSync(CHROMIUM);
  if (missing && process.env.CI === 'true') throw new Error(`${suite}: needs ${CHROMIUM} (apt-get install chromium)`);
  if (missing) console.warn(`\nSKIPPED: ${suite} needs ${CHROMIUM} (apt-get install chromium)\n`);
  vi.setConfig({ testTimeout: JOURNEY, hookTimeout: JOURNEY });
  describe.skipIf(missing)(`pages: ${suite}`, () => {
    declare();
  });
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}

/** How a visitor's browser is. */
export interface Visitor {
  readonly phone?: boolean;
  readonly dark?: boolean;
}

/** A page in a browser of its own, without anything kept from others. */
export interface Visit {
  readonly page: Page;
  /** What must never happen: requests to others, offences against the policy, uncaught errors. */
  readonly faults: readonly string[];
  /** Saves a picture where `SCREENSHOTS` names a folder. */
  readonly picture: (name: string) => Promise<void>;
  readonly leave: () => Promise<void>;
}

export async function visit(browser: Browser, url: string, { phone = false, dark = false }: Visitor): Promise<Visit> {
  const context = await browser.newContext({
    viewport: phone ? { width: 360, height: 740 } : { width: 1280, height: 800 },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'Pacific/Auckland',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const faults: string[] = [];
  const { origin } = new URL(url);
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(`request to ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(`error ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    // A refusal by the service is one of its answers and no fault of the page.
    const isRefusal = message.text().startsWith('Failed to load resource: the server responded with a status of 4');
    if (message.type() === 'error' && !isRefusal) faults.push(message.text());
  });
  await page.goto(url);
  return {
    page,
    faults,
    picture: async (name) => {
      const folder = process.env.SCREENSHOTS;
      if (folder === undefined) return;
      await mkdir(folder, { recursive: true });
      const path = `${folder}/${name}-${phone ? 'phone' : 'desktop'}-${dark ? 'dark' : 'light'}.png`;
      await page.screenshot({ path, fullPage: true });
    },
    leave: () => context.close(),
  };
}

/** Signs an operator in. */
export async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor({ state: 'detached' });
}

/** Opens a place of the console, `licenses/lic_…`, with a key. */
export async function openConsole(browser: Browser, url: string, place: string, key: string): Promise<Visit> {
  const seen = await visit(browser, `${url}/console#/${place}`, {});
  await signIn(seen.page, key);
  return seen;
}

export const dialogOf = (page: Page) => page.getByRole('dialog');

/** Opens the license behind a code as its owner. */
export async function openAsOwner(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Show my license' }).click();
  await page.getByRole('heading', { name: 'Devices' }).waitFor();
}

/** Finds one license in the console by its code. */
export async function findByCode(page: Page, code: string): Promise<void> {
  await page.getByRole('link', { name: 'Find' }).click();
  await page.getByRole('combobox', { name: 'By' }).selectOption('code');
  await page.getByLabel('Search for').fill(code);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('heading', { name: /^License / }).waitFor();
}
