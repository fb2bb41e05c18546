import { chromium, type Browser } from 'playwright-core';
import { inject } from 'vitest';

/** Whether tests that need a browser are left out: without one, and never in CI. */
export const isWithoutBrowser = 'missing' in inject('chromium') && process.env['CI'] !== 'true';

/** Starts the browser that was found, cut off from everything but this machine. */
export async function openChromium(): Promise<Browser> {
  const found = inject('chromium');
  if ('missing' in found) throw new Error(`no browser: ${found.missing}`);
  return chromium.launch({
    executablePath: found.path,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
