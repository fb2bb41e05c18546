import { domainToASCII, domainToUnicode } from 'node:url';
import { normaliseEmail, type Mailboxes } from '@cartwright/application';

/** Mailboxes by WHATWG's rules for domains. */
export const mailboxes: Mailboxes = {
  of: (email) => withDomain(normaliseEmail(email), domainToASCII),
  spellings: (email) => {
    const mailbox = mailboxes.of(email);
    // As it was given, too: a domain has more spellings than the two.
    return [...new Set([mailbox, withDomain(mailbox, domainToUnicode), normaliseEmail(email)])];
  },
};

function withDomain(email: string, write: (domain: string) => string): string {
  const at = email.lastIndexOf('@');
  const domain = write(email.slice(at + 1));
  // What is no domain stays as it is: requests are checked before.
  return at < 0 || domain === '' ? email : `${email.slice(0, at)}@${domain}`;
}
