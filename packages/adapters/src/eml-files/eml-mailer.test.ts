import type { Mail } from '@cartwright/application';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { beforeEach, expect, it } from 'vitest';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { makeEmlMailer } from './eml-mailer.js';

const mail: Mail = {
  id: '0193-a.order-confirmation',
  to: 'zoë@example.com',
  subject: 'Your order 7K3F – thank you, Zoë',
  text: 'Grüße,\nyour shop',
  html: '<p>Grüße,<br>your shop</p>',
};

let directory: string;
let log: ReturnType<typeof makeCollectedLog>;
let mailer: ReturnType<typeof makeEmlMailer>;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cartwright-mail-'));
  log = makeCollectedLog();
  mailer = makeEmlMailer({ directory: join(directory, 'mail'), from: 'Cartwright <shop@example.com>', log });
  return () => rm(directory, { recursive: true });
});
const files = (): Promise<string[]> => readdir(join(directory, 'mail'));
const read = (name: string): Promise<string> => readFile(join(directory, 'mail', name), 'utf8');

it('leaves a mail that a mail program can read', async () => {
  expect((await mailer.send(mail)).isOk()).toBe(true);
  const text = await read('0193-a.order-confirmation.eml');
  const parsed = await PostalMime.parse(text);
  expect(parsed).toMatchObject({
    from: { name: 'Cartwright', address: 'shop@example.com' },
    to: [{ address: 'zoë@example.com' }],
    subject: mail.subject,
    messageId: '<0193-a.order-confirmation@example.com>',
  });
  expect(parsed.text?.trim()).toBe('Grüße,\nyour shop');
  expect(parsed.html?.trim()).toBe(mail.html);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

it('says in the log to whom it went and where it lies', async () => {
  await mailer.send(mail);
  const path = join(directory, 'mail', '0193-a.order-confirmation.eml');
  expect(log.lines).toEqual([{ level: 'info', message: 'a mail was written', facts: { to: 'zoë@example.com', path } }]);
});

it('keeps one file of a mail that is sent again, also at the same time', async () => {
  await Promise.all(Array.from({ length: 20 }, () => mailer.send(mail)));
  expect(await files()).toEqual(['0193-a.order-confirmation.eml']);
  await mailer.send({ ...mail, subject: 'Corrected' });
  expect(await files()).toEqual(['0193-a.order-confirmation.eml']);
  expect((await PostalMime.parse(await read('0193-a.order-confirmation.eml'))).subject).toBe('Corrected');
});

it('is unavailable while its directory cannot be written, and leaves nothing half done', async () => {
  await writeFile(join(directory, 'mail'), 'a file where the directory should be');
  expect((await mailer.send(mail))._unsafeUnwrapErr()).toMatchObject({ type: 'mail.unavailable' });
  await rm(join(directory, 'mail'));
  expect((await mailer.send(mail)).isOk()).toBe(true);
  expect(await files()).toEqual(['0193-a.order-confirmation.eml']);
});

it.each(['../escaped', 'a/b', '..', '', 'a\nb', 'a'.repeat(300)])(
  'refuses the id %j, which would name another place',
  async (id) => {
    expect((await mailer.send({ ...mail, id }))._unsafeUnwrapErr().type).toBe('mail.refused');
    expect(await readdir(directory)).toEqual([]);
  },
);
