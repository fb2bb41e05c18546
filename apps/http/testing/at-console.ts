import type { Locator, Page } from 'playwright-core';
import { openConsole, signInToConsole, type ConsoleBrowser } from './console-browser.js';
import { bearer, signIn, type ShopClient } from './shop-client.js';
import { admin } from './start-shop.js';

export const password = 'correct horse battery';

/** What staff who are signed in do at every page, and what the shop then stores. */
export type AtConsole = {
  /** Opens an area by the navigation. */
  readonly area: (name: string) => Promise<void>;
  /** Opens a part of the settings. */
  readonly part: (name: string) => Promise<void>;
  readonly press: (name: string) => Promise<void>;
  readonly dialog: () => Locator;
  /** Waits for an announcement. */
  readonly said: (text: string) => Promise<void>;
  /** A row of a table. */
  readonly row: (text: string) => Locator;
  /** Reads from the API as an admin. */
  readonly read: (path: string) => Promise<ReturnType<typeof JSON.parse>>;
  /** Registers a customer, with the role of staff if one is given. */
  readonly register: (email: string, role?: string) => Promise<ReturnType<typeof JSON.parse>>;
};

/** A page of the console where the admin is signed in. */
export type SignedInConsole = {
  readonly desk: ConsoleBrowser;
  readonly call: ShopClient;
  readonly page: Page;
  readonly at: AtConsole;
};

/** Starts a shop, and signs the admin in to its console. */
export async function openSignedInConsole(settings: Readonly<Record<string, string>> = {}): Promise<SignedInConsole> {
  const desk = await openConsole(settings);
  const page = await desk.open('/console');
  await signInToConsole(page);
  return { desk, call: desk.call, page, at: atConsole(page, desk.call) };
}

export const atConsole = (page: Page, call: ShopClient): AtConsole => {
  const staff = async () => bearer(await signIn(call, admin));
  return {
    area: async (name) => {
      await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    },
    part: (name) => page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name }).click(),
    press: (name) => page.getByRole('button', { name, exact: true }).click(),
    dialog: () => page.getByRole('dialog'),
    said: (text) => page.getByRole('status').getByText(text).waitFor(),
    row: (text) => page.getByRole('row').filter({ hasText: text }),
    read: async (path) => (await call('GET', `/api/v1${path}`, { headers: await staff() })).body,
    register: async (email, role) => {
      const body = { email, password, name: email.split('@')[0] };
      const registered = (await call('POST', '/api/v1/auth/register', { body })).body;
      if (role !== undefined)
        await call('PATCH', `/api/v1/admin/users/${registered.user.id}`, { headers: await staff(), body: { role } });
      return registered;
    },
  };
};
