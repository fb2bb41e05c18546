import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * The processes that tests start are bundled of the sources as they are now: a stale `dist` must never decide a test.
 */
export default async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../../bundle.mjs', import.meta.url))]);
}
