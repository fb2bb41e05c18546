import type { RefreshToken } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { addUser, afterNoon, freshId, noon, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeSessions = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('sessions', () => {
    const subject = subjectForEachTest(makeSubject);

    const addToken = async (facts: Partial<RefreshToken> = {}): Promise<RefreshToken> => {
      const userId = facts.userId ?? (await addUser(subject().unitOfWork)).id;
      const id = freshId();
      const token = {
        id,
        familyId: freshId(),
        userId,
        digest: `digest of ${id}`,
        expiresAt: afterNoon(3_600),
        ...facts,
      };
      valueOf(await subject().unitOfWork.run(({ sessions }) => sessions.add(token)));
      return token;
    };
    const find = async (digest: string): Promise<RefreshToken | undefined> =>
      valueOf(await subject().unitOfWork.run(({ sessions }) => sessions.lockByDigest(digest)));

    it('are found by the digest of their token as they were added', async () => {
      const token = await addToken();
      await addToken();
      expect(await find(token.digest)).toStrictEqual(token);
      expect(await find('another digest')).toBeUndefined();
    });

    it('remember when their token was used', async () => {
      const token = await addToken();
      valueOf(await subject().unitOfWork.run(({ sessions }) => sessions.markUsed(token.id, noon)));
      expect(await find(token.digest)).toStrictEqual({ ...token, usedAt: noon });
    });

    it('give a token to one of two exchanges at once', async () => {
      const token = await addToken();
      const exchange = () =>
        subject().unitOfWork.run(({ sessions }) =>
          sessions
            .lockByDigest(token.digest)
            .andThen((found) =>
              found?.usedAt === undefined ? sessions.markUsed(token.id, noon).map(() => true) : okAsync(false),
            ),
        );
      const answers = await Promise.all([exchange(), exchange(), exchange()]);
      expect(answers.map(valueOf).filter((exchanged) => exchanged)).toHaveLength(1);
    });

    it('end with their family, and leave other families alone', async () => {
      const first = await addToken();
      const second = await addToken({ familyId: first.familyId, userId: first.userId });
      const other = await addToken({ userId: first.userId });
      valueOf(await subject().unitOfWork.run(({ sessions }) => sessions.removeFamily(first.familyId)));
      expect(await find(first.digest)).toBeUndefined();
      expect(await find(second.digest)).toBeUndefined();
      expect(await find(other.digest)).toStrictEqual(other);
    });
  });
};
