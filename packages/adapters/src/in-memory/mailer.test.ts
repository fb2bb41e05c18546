import { describeMailerContract } from '@cartwright/application/contracts/mailer';
import { makeInMemoryMailer } from './mailer.js';

describeMailerContract(
  'in memory',
  async () => {
    const mailer = makeInMemoryMailer();
    return {
      mailer,
      delivered: async () => mailer.sent().map(({ id, to, ...mail }) => ({ ...mail, messageId: id, recipients: [to] })),
      failWith: async (failure) => mailer.failWith(failure),
      dispose: async () => undefined,
    };
  },
  { repeats: 'one', failures: ['outage', 'refusal'] },
);
