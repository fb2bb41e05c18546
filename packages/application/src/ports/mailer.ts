import type { ResultAsync } from 'neverthrow';
import type { MailUnavailable } from './failures.js';

/** One message to one recipient, as text and as HTML with the same content. */
export type Mail = {
  /** The same for each repeat of a message: it becomes the Message-ID. Letters, digits, `-` and `.`. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** The server refuses this message for good (an SMTP 5xx); a retry does not help. */
export type MailRefused = { readonly type: 'mail.refused'; readonly reason: string };

/** Sends mail. */
export type Mailer = {
  /** Resolves once the message is accepted. A repeat of an id is dropped where the implementation can recognise it. */
  readonly send: (mail: Mail) => ResultAsync<void, MailRefused | MailUnavailable>;
  /**
   * Removes each mail that it stores and in which an e-mail address occurs that `isForgotten`. Returns how many: none
   * where it stores no mail. A repeat finds nothing.
   */
  readonly forget: (isForgotten: (address: string) => boolean) => ResultAsync<number, MailUnavailable>;
};
