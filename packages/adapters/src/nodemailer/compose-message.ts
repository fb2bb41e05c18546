import type { Mail, MailRefused } from '@cartwright/application';
import { err, ok, type Result } from 'neverthrow';
import type { SendMailOptions } from 'nodemailer';

/**
 * One address and nothing else: no control characters (a line break would begin a header of the attacker's), no white
 * space, and nothing that separates, groups, quotes or comments addresses (a comma would add a recipient).
 */
const oneAddress = /^[^\p{Cc}\p{Cf}\p{Cs}\s,;:<>()[\]"\\@]+@[^\p{Cc}\p{Cf}\p{Cs}\s,;:<>()[\]"\\@]+$/u;
/** Becomes part of a Message-ID and of a file's name, so it is held to what its port says. */
const mailId = /^[A-Za-z0-9][A-Za-z0-9.-]{0,199}$/;

/** The bare address in `from`, which may be `Name <address>`. */
const addressIn = (from: string): string => /<([^<>]*)>\s*$/.exec(from)?.[1] ?? from.trim();

/**
 * A mail as nodemailer takes it: addressed to exactly one recipient, its Message-ID derived from the mail's id.
 *
 * @param from - `address` or `Name <address>`; what follows its @ ends the Message-ID
 * @returns an Err for an id or a recipient that is not what it must be; line breaks in a subject become spaces
 * @example composeMessage(mail, 'Cartwright <shop@example.com>').map((message) => transport.sendMail(message))
 */
export function composeMessage(mail: Mail, from: string): Result<SendMailOptions, MailRefused> {
  if (!mailId.test(mail.id))
    return err({ type: 'mail.refused', reason: 'the id is not one of letters, digits, - and .' });
  if (!oneAddress.test(mail.to)) return err({ type: 'mail.refused', reason: 'the recipient is not one plain address' });
  const sender = addressIn(from);
  return ok({
    from,
    to: { name: '', address: mail.to },
    // Given as such, so that no header is ever parsed for who gets the message.
    envelope: { from: sender, to: [mail.to] },
    subject: mail.subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(),
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.id}@${sender.slice(sender.lastIndexOf('@') + 1)}>`,
    // RFC 3834: answering machines leave it alone.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
