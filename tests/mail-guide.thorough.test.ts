import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyWorkspace, type PlantedCopy } from './planted-copy.js';

let copy: PlantedCopy;
beforeAll(async () => {
  copy = await copyWorkspace();
});
afterAll(() => copy.remove());

it('the new mail of the guide compiles, and is sent for its event', async () => {
  const guide = await readFile(new URL('../docs/mails.md', import.meta.url), 'utf8');
  const [definition = '', rows = ''] = [...guide.matchAll(/^```ts\n([\s\S]*?)^```/gmu)].map(([, code]) => code ?? '');
  const [importOfMail = '', rowOfMail = ''] = rows.split('\n');
  const mail = 'packages/application/src/mail';
  const table = await readFile(join(copy.root, mail, 'mails.ts'), 'utf8');
  await copy.plant(`${mail}/definitions/review-request.ts`, definition);
  await copy.plant(
    `${mail}/mails.ts`,
    `${importOfMail}\n${table.replace('export const mails = {\n', `export const mails = {\n${rowOfMail}\n`)}`,
  );
  expect(await copy.build('packages/application')).toMatchObject({ exitCode: 0, output: '' });
  const built = pathToFileURL(join(copy.root, mail.replace('/src/', '/dist/'), 'mails.js'));
  const { mailsOn } = (await import(built.href)) as { mailsOn: (event: string) => readonly string[] };
  expect(mailsOn('order.parcel-delivered').toSorted()).toEqual(['parcel-delivered', 'review-request']);
});
