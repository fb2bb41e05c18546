import type { RefreshToken, Session } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { addUser, afterNoon, freshId, noon, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describeSessions = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('sessions', () => {
    const subject = subjectForEachTest(makeSubject);

    type Opened = { readonly session: Session; readonly token: RefreshToken };
    const tokenOf = ({ id: familyId, userId, expiresAt }: Session): RefreshToken => {
      const id = freshId();
      return { id, familyId, userId, digest: `digest of ${id}`, expiresAt };
    };
    const open = async (facts: Partial<Session> = {}): Promise<Opened> => {
      const userId = facts.userId ?? (await addUser(subject().unitOfWork)).id;
      const session = {
        id: freshId(),
        userId,
        createdAt: noon,
        lastUsedAt: noon,
        expiresAt: afterNoon(3_600),
        ...facts,
      };
      const token = tokenOf(session);
      valueOf(await subject().unitOfWork.run(({ sessions }) => sessions.open(session, token)));
      return { session, token };
    };
    const find = async (digest: string): Promise<RefreshToken | undefined> =>
      valueOf(await subject().unitOfWork.run(({ sessions }) => sessions.lockByDigest(digest)));

    it('are found by the digest of their token as they were opened', async () => {
      const { token } = await open();
      await open();
      expect(await find(token.digest)).toStrictEqual(token);
      expect(await find('another digest')).toBeUndefined();
    });

    it('remember when their token was used', async () => {
      const { token } = await open();
      valueOf(await subject().unitOfWork.run(({ sessions }) => sessions.markUsed(token.id, noon)));
      expect(await find(token.digest)).toStrictEqual({ ...token, usedAt: noon });
    });

    it('give a token to one of two concurrent exchanges', async () => {
      const { token } = await open();
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

    it('are extended by a further token', async () => {
      const { session, token } = await open();
      const next = tokenOf(session);
      valueOf(await subject().unitOfWork.run(({ sessions }) => sessions.extend(session, next)));
      expect(await find(token.digest)).toStrictEqual(token);
      expect(await find(next.digest)).toStrictEqual(next);
    });

    it('are renewed while they are open, and stay ended', async () => {
      const { session } = await open();
      const renewed = { ...session, lastUsedAt: afterNoon(60), expiresAt: afterNoon(7_200), address: '203.0.113.9' };
      const { unitOfWork } = subject();
      const renew = async () => valueOf(await unitOfWork.run(({ sessions }) => sessions.renew(renewed)));
      const found = async () => valueOf(await unitOfWork.run(({ sessions }) => sessions.find(session.id)));
      await renew();
      expect(await found()).toStrictEqual(renewed);
      valueOf(await unitOfWork.run(({ sessions }) => sessions.end(session.id)));
      await renew();
      expect(await found()).toBeUndefined();
    });

    it('end with all their tokens, without affecting other sessions', async () => {
      const { session, token } = await open();
      const second = tokenOf(session);
      const other = await open({ userId: session.userId });
      const { unitOfWork } = subject();
      valueOf(await unitOfWork.run(({ sessions }) => sessions.extend(session, second)));
      valueOf(await unitOfWork.run(({ sessions }) => sessions.end(session.id)));
      expect(await find(token.digest)).toBeUndefined();
      expect(await find(second.digest)).toBeUndefined();
      expect(await find(other.token.digest)).toStrictEqual(other.token);
    });

    it('end for a user, all of them or all but one', async () => {
      const first = await open();
      const { userId } = first.session;
      const [second, third, foreign] = [await open({ userId }), await open({ userId }), await open()];
      const { unitOfWork } = subject();
      const tokens = async () =>
        Promise.all(
          [first, second, third, foreign].map(async ({ token: { digest } }) => (await find(digest)) !== undefined),
        );
      valueOf(await unitOfWork.run(({ sessions }) => sessions.endOf(userId, second.session.id)));
      expect(await tokens()).toEqual([false, true, false, true]);
      valueOf(await unitOfWork.run(({ sessions }) => sessions.endOf(userId)));
      expect(await tokens()).toEqual([false, false, false, true]);
    });

    it('are listed for a user, the latest used first, without those that have expired', async () => {
      const { unitOfWork } = subject();
      const { session: older } = await open({ address: '203.0.113.7', userAgent: 'Firefox' });
      const { userId } = older;
      const { session: newer } = await open({ userId, lastUsedAt: afterNoon(60) });
      await open({ userId, expiresAt: noon });
      await open();
      const list = async (limit: number) =>
        valueOf(await unitOfWork.read(({ sessions }) => sessions.ofUser(userId, noon, limit)));
      expect(await list(10)).toStrictEqual([newer, older]);
      expect(await list(1)).toStrictEqual([newer]);
      const one = await unitOfWork.run(({ sessions }) => sessions.find(older.id));
      expect(valueOf(one)).toStrictEqual(older);
      expect(valueOf(await unitOfWork.run(({ sessions }) => sessions.find('no id')))).toBeUndefined();
    });

    it('remember the addresses that a user signed in from, when the session has ended too', async () => {
      const { session } = await open({ address: '203.0.113.7' });
      const { unitOfWork } = subject();
      const moved = { ...session, address: '2001:db8::1' };
      valueOf(await unitOfWork.run(({ sessions }) => sessions.extend(moved, tokenOf(session))));
      valueOf(await unitOfWork.run(({ sessions }) => sessions.end(session.id)));
      const isKnown = async (userId: string, address: string): Promise<boolean> =>
        valueOf(await unitOfWork.read(({ sessions }) => sessions.isKnownAddress(userId, address)));
      expect(await isKnown(session.userId, '203.0.113.7')).toBe(true);
      expect(await isKnown(session.userId, '2001:db8::1')).toBe(true);
      expect(await isKnown(session.userId, '203.0.113.8')).toBe(false);
      expect(await isKnown((await addUser(unitOfWork)).id, '203.0.113.7')).toBe(false);
    });
  });
};
