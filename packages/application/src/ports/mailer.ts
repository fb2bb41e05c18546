import type { ResultAsync } from 'neverthrow';
import type { MailUnavailable } from './failures.js';

/** One message to one person, as text and as HTML that say the same. */
export type Mail = {
  /** Stable for the message's cause, so that a repeat can be told: it becomes the Message-ID. Letters, digits, `-` and `.`. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** The server will never take this message (an SMTP 5xx); trying again is of no use. */
export type MailRefused = { readonly type: 'mail.refused'; readonly reason: string };

/** Sends mail to customers. */
export type Mailer = {
  /** Resolves once the message is accepted. Sending the same id twice leaves at most one message where that can be told. */
  readonly send: (mail: Mail) => ResultAsync<void, MailRefused | MailUnavailable>;
};
