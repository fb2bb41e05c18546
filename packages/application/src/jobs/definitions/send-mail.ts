import type { SendMail, SendMailCommand } from '../../mail/send-mail.js';
import { isMailedEvent } from '../../mail/mailed-event.js';
import { mails, mailsOn, type MailedEvent, type MailName } from '../../mail/mails.js';
import type { EventOf, EventType } from '../../ports/repositories/outbox.js';
import { defineJob, retryWithBackoff } from '../job-definition.js';

type Payload = Omit<SendMailCommand, 'messageId'>;

/** Sends a mail of the table `mails`. `mail-paused-job` has the one about paused jobs. */
export const sendMail = defineJob({
  payload: (value): Payload | undefined => {
    const { mail, event } = (value ?? {}) as { readonly mail?: unknown; readonly event?: unknown };
    if (typeof mail !== 'string' || !Object.hasOwn(mails, mail) || !isMailedEvent(event)) return undefined;
    const { on }: { readonly on: readonly MailedEvent[] } = mails[mail as MailName];
    return on.includes(event.type) ? (value as Payload) : undefined;
  },
  on: {
    types: [
      ...Object.values(mails).flatMap(({ on }): readonly MailedEvent[] => on),
      'ordering.mail-requested' as const,
    ],
    jobsOf: (event) => {
      if (event.type === 'jobs.paused') return [];
      if (event.type === 'ordering.mail-requested') {
        const { mail, event: repeated } = event;
        return [{ key: mail, payload: { mail: mail as MailName, event: repeated as EventOf<MailedEvent> } }];
      }
      return mailsOn(event.type satisfies EventType).map((mail) => ({
        key: mail,
        payload: { mail, event: event as EventOf<MailedEvent> },
      }));
    },
  },
  handle: (useCases: { readonly sendMail: SendMail }, payload, jobId) =>
    useCases.sendMail({ ...payload, messageId: jobId }),
  retry: retryWithBackoff,
});
