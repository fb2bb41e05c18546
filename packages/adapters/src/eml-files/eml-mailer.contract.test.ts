import { describeMailerContract } from '@cartwright/application/contracts/mailer';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { makeEmlMailer } from './eml-mailer.js';

describeMailerContract(
  '.eml files',
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'cartwright-mail-'));
    const [directory, aside] = [join(root, 'mail'), join(root, 'aside')];
    const read = async (name: string) => {
      const email = await PostalMime.parse(await readFile(join(directory, name), 'utf8'));
      return {
        messageId: email.messageId ?? '',
        recipients: [...(email.to ?? []), ...(email.cc ?? []), ...(email.bcc ?? [])].map(
          ({ address }) => address ?? '',
        ),
        subject: email.subject ?? '',
        text: email.text ?? '',
        html: email.html ?? '',
      };
    };
    return {
      mailer: makeEmlMailer({ directory, from: 'Cartwright <shop@example.com>', log: makeCollectedLog() }),
      // Ids ascend, so the names' order is that of arrival.
      delivered: async () => {
        const names = await readdir(directory).catch(() => []);
        return Promise.all([...names].sort().map(read));
      },
      // A file where the directory should be: it can be neither made nor written into.
      failWith: async (failure) => {
        if (failure === undefined) return rename(directory, aside);
        await writeFile(directory, '');
      },
      dispose: () => rm(root, { recursive: true }),
    };
  },
  { repeats: 'one', failures: ['outage'] },
);
