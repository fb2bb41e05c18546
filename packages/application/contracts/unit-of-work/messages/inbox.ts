import { errAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { freshId, noon, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describeInbox = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('the inbox', () => {
    const subject = subjectForEachTest(makeSubject);
    const note = (messageId: string, handler: string) =>
      subject().unitOfWork.commit({ message: { messageId, handler, at: noon } });
    /** Whether it was handled for the first time. */
    const accept = async (messageId: string, handler: string): Promise<boolean> => {
      const noted = await note(messageId, handler);
      if (noted.isErr() && noted.error.type === 'concurrency.conflict') return false;
      valueOf(noted);
      return true;
    };
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

    it('reports what it has accepted, without accepting it', async () => {
      const message = freshId();
      expect(await seen(message, 'mail')).toBe(false);
      expect(await accept(message, 'mail')).toBe(true);
      expect(await seen(message, 'mail')).toBe(true);
      expect(await seen(message, 'refund')).toBe(false);
    });

    it('forgets what was accepted by a transaction that was undone', async () => {
      const message = freshId();
      await subject().unitOfWork.run(({ commit }) =>
        commit({ message: { messageId: message, handler: 'mail', at: noon } }).andThen(() =>
          errAsync('undone' as const),
        ),
      );
      expect(await seen(message, 'mail')).toBe(false);
      expect(await accept(message, 'mail')).toBe(true);
    });

    it('lets one of many concurrent consumers handle a message', async () => {
      const message = freshId();
      const accepted = await Promise.all(Array.from({ length: 6 }, () => accept(message, 'mail')));
      expect(accepted.filter((first) => first)).toHaveLength(1);
    });
  });
};
