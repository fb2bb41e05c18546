import { domainToASCII } from 'node:url';
import { normaliseEmail, type Mailboxes } from '@cartwright/application';

/** Mailboxes by WHATWG's rules for domains. */
export const mailboxes: Mailboxes = {
  of: (email) => {
    const normalised = normaliseEmail(email);
    const at = normalised.lastIndexOf('@');
    const domain = domainToASCII(normalised.slice(at + 1));
    // What is no domain stays as it is: requests are checked before.
    return at < 0 || domain === '' ? normalised : `${normalised.slice(0, at)}@${domain}`;
  },
};
