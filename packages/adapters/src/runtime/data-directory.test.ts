import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeDrafts } from './data-directory.js';

it('in production only drafts are removed that no process can be writing', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-drafts-'));
  const mail = join(dataDir, 'mail');
  await mkdir(mail);
  const [fresh, old] = ['.0191d5a0-0000-7000-8000-000000000001.tmp', '.0191d5a0-0000-7000-8000-000000000002.tmp'];
  for (const name of [fresh, old, 'order.eml']) await writeFile(join(mail, name), '');
  const twoHoursAgo = Date.now() / 1000 - 7200;
  await utimes(join(mail, old), twoHoursAgo, twoHoursAgo);
  await utimes(join(mail, 'order.eml'), twoHoursAgo, twoHoursAgo);
  expect(await removeDrafts({ dataDir, mode: 'production' })).toBe(1);
  expect(await readdir(mail)).toEqual([fresh, 'order.eml']);
  expect(await removeDrafts({ dataDir, mode: 'embedded' })).toBe(1);
  expect(await readdir(mail)).toEqual(['order.eml']);
  await rm(dataDir, { recursive: true });
});
