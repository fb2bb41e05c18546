import type { Mail, MailRefused } from '@cartwright/application';
import { err, ok, type Result } from 'neverthrow';
import { domainToASCII } from 'node:url';
import type { SendMailOptions } from 'nodemailer';

/**
 * One address and nothing else: no control characters (a line break would start a header of the attacker), no white
 * space, and nothing that separates, groups, quotes or comments addresses (a comma would add a recipient).
 */
const oneAddress = /^[^\p{Cc}\p{Cf}\p{Cs}\s,;:<>()[\]"\\@]+@[^\p{Cc}\p{Cf}\p{Cs}\s,;:<>()[\]"\\@]+$/u;
/** It becomes part of a Message-ID and of a file name, so it may only contain what its port allows. */
const mailId = /^[A-Za-z0-9][A-Za-z0-9.-]{0,199}$/;

/** The bare address in `from`, which may be `Name <address>`. */
const addressIn = (from: string): string => /<([^<>]*)>\s*$/.exec(from)?.[1] ?? from.trim();

/**
 * An address with its domain in ASCII (IDNA), as headers and Message-IDs require; `undefined` when the domain is not
 * valid. A local part beyond ASCII has no such form: its mail needs a server with SMTPUTF8 (RFC 6531), and nodemailer
 * then writes the domain as people read it (RFC 6532).
 */
function withAsciiDomain(address: string): string | undefined {
  const at = address.lastIndexOf('@') + 1;
  const domain = address.slice(at);
  // An ASCII domain stays as it is: the conversion would read `1` as an IPv4 address.
  if (/^\p{ASCII}*$/u.test(domain)) return address;
  // The conversion drops all after a `/` and maps some characters to others, such as a full-width comma to a comma.
  if (/[^\P{ASCII}\w.-]/u.test(domain)) return undefined;
  const ascii = domainToASCII(domain);
  return hostName.test(ascii) ? `${address.slice(0, at)}${ascii}` : undefined;
}

/** Labels separated by single dots. */
const hostName = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;

/**
 * A mail as nodemailer takes it: addressed to exactly one recipient, its Message-ID derived from the mail's id.
 *
 * @param from - `address` or `Name <address>`; its domain ends the Message-ID
 * @returns an Err for a malformed id, recipient or sender; line breaks in a subject become spaces
 * @example composeMessage(mail, 'Cartwright <shop@example.com>').map((message) => transport.sendMail(message))
 */
export function composeMessage(mail: Mail, from: string): Result<SendMailOptions, MailRefused> {
  if (!mailId.test(mail.id))
    return err({ type: 'mail.refused', reason: 'the id is not one of letters, digits, - and .' });
  const recipient = oneAddress.test(mail.to) ? withAsciiDomain(mail.to) : undefined;
  if (recipient === undefined) return err({ type: 'mail.refused', reason: 'the recipient is not one plain address' });
  const given = addressIn(from);
  const sender = withAsciiDomain(given);
  if (sender === undefined) return err({ type: 'mail.refused', reason: 'the domain of the sender is not valid' });
  const at = from.lastIndexOf(given);
  return ok({
    from: `${from.slice(0, at)}${sender}${from.slice(at + given.length)}`,
    to: { name: '', address: recipient },
    // Given as such, so that no header is ever parsed for the recipients.
    envelope: { from: sender, to: [recipient] },
    subject: mail.subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(),
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.id}@${sender.slice(sender.lastIndexOf('@') + 1)}>`,
    // RFC 3834: automatic responders do not reply to it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
