import type { Log, Mailer, MailUnavailable } from '@cartwright/application';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ResultAsync } from 'neverthrow';
import type { SendMailOptions } from 'nodemailer';
import { composeMessage } from '../nodemailer/compose-message.js';
import { addressesIn, readableText } from './addresses-in.js';

export type EmlMailerOptions = {
  /** Made when it is missing. */
  readonly directory: string;
  /** `address` or `Name <address>`. */
  readonly from: string;
  readonly log: Log;
};

const unavailable = (thrown: unknown): MailUnavailable => ({
  type: 'mail.unavailable',
  reason: thrown instanceof Error ? thrown.message : String(thrown),
});

/**
 * Leaves each mail as a file that mail programs open (RFC 5322), `<id>.eml`; the same id again replaces it. A file is
 * there in full or not at all.
 *
 * @example makeEmlMailer({ directory: '.data/mail', from: 'Cartwright <shop@example.com>', log })
 */
export function makeEmlMailer({ directory, from, log }: EmlMailerOptions): Mailer {
  const write = async (message: SendMailOptions, path: string): Promise<void> => {
    // Loaded with the first mail.
    const { createTransport } = await import('nodemailer');
    const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
    const { message: text } = await composer.sendMail(message);
    await mkdir(directory, { recursive: true });
    // Beside its place, because a rename is atomic only within a file system. Hidden, because it is no mail yet.
    const draft = join(directory, `.${randomUUID()}.tmp`);
    try {
      await writeFile(draft, text, { flush: true });
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  };

  return {
    send: (mail) =>
      composeMessage(mail, from).asyncAndThen((message) => {
        const path = join(directory, `${mail.id}.eml`);
        return ResultAsync.fromPromise(write(message, path), unavailable).map(() =>
          log.info({ to: mail.to, path }, 'a mail was written'),
        );
      }),
    forget: (isForgotten) => ResultAsync.fromPromise(removeMails(directory, isForgotten), unavailable),
  };
}

/** Reads one mail after the other: there may be many, and nobody waits for this. */
async function removeMails(directory: string, isForgotten: (address: string) => boolean): Promise<number> {
  const names = await readdir(directory).catch((error: unknown) => {
    if ((error as { readonly code?: string }).code === 'ENOENT') return [];
    throw error;
  });
  let removed = 0;
  for (const name of names.filter((each) => each.endsWith('.eml'))) {
    const path = join(directory, name);
    const message = await readFile(path, 'utf8').catch(() => '');
    if (!addressesIn(readableText(message)).some(isForgotten)) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}
