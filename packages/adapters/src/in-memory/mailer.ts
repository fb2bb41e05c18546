import type { Mail, Mailer } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';
import { addressesIn } from '../eml-files/addresses-in.js';

export type InMemoryMailer = Mailer & {
  /** What was accepted, in order, each id once. */
  readonly sent: () => readonly Mail[];
  /** From now on everything fails so; `undefined` accepts again. */
  readonly failWith: (failure: 'outage' | 'refusal' | undefined) => void;
};

const oneAddress = /^[^\s,;<>@]+@[^\s,;<>@]+$/u;

/** A mailer that keeps what it is given. */
export function makeInMemoryMailer(): InMemoryMailer {
  const mails = new Map<string, Mail>();
  let failure: 'outage' | 'refusal' | undefined;
  return {
    sent: () => [...mails.values()],
    failWith: (next) => {
      failure = next;
    },
    send: (mail) => {
      if (failure === 'outage') return errAsync({ type: 'mail.unavailable', reason: 'the test took the server away' });
      if (failure === 'refusal') return errAsync({ type: 'mail.refused', reason: 'the test refused the message' });
      if (!oneAddress.test(mail.to))
        return errAsync({ type: 'mail.refused', reason: 'not the address of one recipient' });
      if (!mails.has(mail.id)) mails.set(mail.id, mail);
      return okAsync(undefined);
    },
    forget: (isForgotten) => {
      const found = [...mails.values()].filter(({ to, text }) => [to, ...addressesIn(text)].some(isForgotten));
      for (const { id } of found) mails.delete(id);
      return okAsync(found.length);
    },
  };
}
