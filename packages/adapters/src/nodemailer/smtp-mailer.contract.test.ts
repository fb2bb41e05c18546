import { startSmtp } from '@cartwright/adapters/testing/start-smtp';
import { describeMailerContract } from '@cartwright/application/contracts/mailer';
import { makeSmtpMailer } from './smtp-mailer.js';

describeMailerContract(
  'SMTP',
  async () => {
    const smtp = await startSmtp();
    const mailer = makeSmtpMailer({ url: smtp.url, from: 'Cartwright <shop@example.com>' });
    return {
      mailer,
      delivered: async () =>
        smtp.messages.map(({ to, email }) => ({
          messageId: email.messageId ?? '',
          recipients: to,
          subject: email.subject ?? '',
          text: email.text ?? '',
          html: email.html ?? '',
        })),
      failWith: async (failure) => smtp.refuseWith(failure && { outage: 451, refusal: 550 }[failure]),
      dispose: async () => {
        mailer.close();
        await smtp.stop();
      },
    };
  },
  { repeats: 'each', stores: false, failures: ['outage', 'refusal'] },
);
