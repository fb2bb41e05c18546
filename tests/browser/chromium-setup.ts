/** Vitest's global setup of the projects that drive a browser. It looks for one, once a run. */
import type { TestProject } from 'vitest/node';
import { skipNotice } from '@cartwright/adapters/testing/installed/needs';
import { findChromium, type FoundChromium } from './find-chromium.js';

declare module 'vitest' {
  export interface ProvidedContext {
    chromium: FoundChromium;
  }
}

// Each project loads this module anew, in one process: what they share has to be global.
const shared = globalThis as { cartwrightChromium?: Promise<FoundChromium> };

export default async function setup(project: TestProject): Promise<void> {
  const isFirst = shared.cartwrightChromium === undefined;
  shared.cartwrightChromium ??= findChromium();
  const chromium = await shared.cartwrightChromium;
  if (isFirst && 'missing' in chromium && process.env['CI'] !== 'true') {
    process.stderr.write(skipNotice('browser', chromium.missing));
  }
  project.provide('chromium', chromium);
}
