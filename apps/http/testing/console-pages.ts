import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** The pages of the console. `first` follows the first link of the list. */
export const consolePages = [
  '/orders',
  '/orders first',
  '/returns',
  '/products',
  '/products first',
  '/products/new',
  '/products/stripe',
  '/promotions',
  '/promotions first',
  '/promotions/new',
  '/price-lists',
  '/price-lists first',
  '/price-lists/new',
  '/customers',
  '/customers first',
  '/reviews',
  '/journal',
  '/journal first',
  '/journal/new',
  '/journal/comments',
  '/imports',
  '/reconciliation',
  '/audit-log',
  '/reports',
  '/settings',
  '/settings/shipping',
  '/settings/taxes',
  '/settings/minimum-orders',
  '/settings/groups',
  '/settings/staff',
  '/settings/roles',
  '/settings/api-keys',
  '/settings/webhooks',
  '/settings/jobs',
  '/account',
];

/** Opens a page of the console and waits until what it loads is there. */
export async function openConsolePage(page: Page, shopUrl: string, path: string): Promise<void> {
  const [list = '', first] = path.split(' ');
  await page.goto(`${shopUrl}/console${list}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText('Loading …').first().waitFor({ state: 'detached' });
  if (first === undefined) return;
  await page.getByRole('table').getByRole('link').first().click();
  await page.waitForURL(`**${list}/*`);
  await page.getByText('Loading …').first().waitFor({ state: 'detached' });
}

/** Keeps a page as a picture, where the environment names a folder for them. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const { CONSOLE_PICTURES: folder } = process.env;
  const file = `${name.replaceAll(/\W+/gu, '-')}-${page.viewportSize()?.width}.png`;
  if (folder !== undefined) await page.screenshot({ path: join(folder, file), fullPage: true });
}
