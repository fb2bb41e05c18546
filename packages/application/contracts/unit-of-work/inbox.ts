import { errAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { freshId, noon, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeInbox = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('the inbox', () => {
    const subject = subjectForEachTest(makeSubject);
    const accept = async (message: string, handler: string): Promise<boolean> =>
      valueOf(await subject().unitOfWork.run(({ inbox }) => inbox.accept(message, handler, noon)));
    const seen = async (message: string, handler: string): Promise<boolean> =>
      valueOf(await subject().unitOfWork.run(({ inbox }) => inbox.seen(message, handler)));

    it('accepts a message once for each handler', async () => {
      const message = freshId();
      expect(await accept(message, 'mail')).toBe(true);
      expect(await accept(message, 'mail')).toBe(false);
      expect(await accept(message, 'refund')).toBe(true);
      expect(await accept(freshId(), 'mail')).toBe(true);
    });

    it('takes any text for a message’s id', async () => {
      expect(await accept('sandbox:sbx_evt_1', 'provider-event')).toBe(true);
      expect(await accept('sandbox:sbx_evt_1', 'provider-event')).toBe(false);
    });

    it('tells what it has accepted, without accepting it', async () => {
      const message = freshId();
      expect(await seen(message, 'mail')).toBe(false);
      expect(await accept(message, 'mail')).toBe(true);
      expect(await seen(message, 'mail')).toBe(true);
      expect(await seen(message, 'refund')).toBe(false);
    });

    it('forgets what was accepted by a transaction that was undone', async () => {
      const message = freshId();
      await subject().unitOfWork.run(({ inbox }) =>
        inbox.accept(message, 'mail', noon).andThen(() => errAsync('undone' as const)),
      );
      expect(await seen(message, 'mail')).toBe(false);
      expect(await accept(message, 'mail')).toBe(true);
    });

    it('lets one of many at once handle a message', async () => {
      const message = freshId();
      const accepted = await Promise.all(Array.from({ length: 6 }, () => accept(message, 'mail')));
      expect(accepted.filter((first) => first)).toHaveLength(1);
    });
  });
};
