import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { freshId, noon, sampleUser, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeTransactions = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('a transaction', () => {
    const subject = subjectForEachTest(makeSubject);
    const event = { type: 'catalogue.import-requested', importId: freshId(), at: noon } as const;
    const known = async (id: string): Promise<boolean> =>
      valueOf(await subject().unitOfWork.read(({ users }) => users.byId(id))) !== undefined;

    it('commits when it returns Ok, and returns the value', async () => {
      const user = sampleUser();
      const answer = await subject().unitOfWork.run(({ users, outbox }) =>
        users
          .add(user)
          .andThen(() => outbox.add([event]))
          .map(() => 'done'),
      );
      expect(valueOf(answer)).toBe('done');
      expect(await known(user.id)).toBe(true);
      expect(valueOf(await subject().feed.claim(10, 1_000))).toHaveLength(1);
    });

    it('rolls back when it returns Err, and returns the error', async () => {
      const user = sampleUser();
      const message = { messageId: 'message', handler: 'handler', at: noon };
      const answer = await subject().unitOfWork.run(({ users, outbox, commit }) =>
        users
          .add(user)
          .andThen(() => outbox.add([event]))
          .andThen(() => commit({ message }))
          .andThen(() => errAsync({ type: 'refused' } as const)),
      );
      expect(answer._unsafeUnwrapErr()).toEqual({ type: 'refused' });
      expect(await known(user.id)).toBe(false);
      expect(valueOf(await subject().feed.claim(10, 1_000))).toEqual([]);
      valueOf(await subject().unitOfWork.commit({ message }));
    });

    it('rolls back when it throws, and rejects with the thrown error', async () => {
      const user = sampleUser();
      const work = subject().unitOfWork.run(({ users }) =>
        users.add(user).andThen((): ResultAsync<void, never> => {
          throw new Error('a defect');
        }),
      );
      await expect(Promise.resolve(work)).rejects.toThrow('a defect');
      expect(await known(user.id)).toBe(false);
    });

    it('rejects with an error thrown before it returns a result', async () => {
      const work = async () =>
        subject().unitOfWork.run((): ResultAsync<void, never> => {
          throw new Error('a defect');
        });
      await expect(work()).rejects.toThrow('a defect');
    });

    it('does not affect the next one, however it ended', async () => {
      await subject().unitOfWork.run(() => errAsync({ type: 'refused' } as const));
      await Promise.resolve(
        subject().unitOfWork.run(() => ResultAsync.fromSafePromise(Promise.reject(new Error('a defect')))),
      ).catch(() => undefined);
      const user = sampleUser();
      valueOf(await subject().unitOfWork.run(({ users }) => users.add(user)));
      expect(await known(user.id)).toBe(true);
    });

    it('sees what it has itself changed', async () => {
      const user = sampleUser();
      const found = await subject().unitOfWork.run(({ users }) =>
        users.add(user).andThen(() => users.byEmail(user.email)),
      );
      expect(valueOf(found)).toEqual(user);
    });

    it('can recover from a refusal of one of its steps and still commit', async () => {
      const [first, second] = [sampleUser({ email: 'one@shop.example' }), sampleUser({ email: 'one@shop.example' })];
      const other = sampleUser();
      valueOf(await subject().unitOfWork.run(({ users }) => users.add(first)));
      const answer = await subject().unitOfWork.run(({ users }) =>
        users
          .add(second)
          .orElse(() => okAsync(undefined))
          .andThen(() => users.add(other)),
      );
      valueOf(answer);
      expect(await known(second.id)).toBe(false);
      expect(await known(other.id)).toBe(true);
    });

    it('runs concurrently with others, and each commits', async () => {
      const users = Array.from({ length: 20 }, () => sampleUser());
      await Promise.all(
        users.map(async (user) => valueOf(await subject().unitOfWork.run((records) => records.users.add(user)))),
      );
      expect(await Promise.all(users.map(({ id }) => known(id)))).toEqual(users.map(() => true));
    });
  });

  describe('a read', () => {
    const subject = subjectForEachTest(makeSubject);

    it('returns the value and the error of its work', async () => {
      expect(valueOf(await subject().unitOfWork.read(() => okAsync('seen')))).toBe('seen');
      const refused = await subject().unitOfWork.read(() => errAsync({ type: 'refused' } as const));
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'refused' });
    });
  });
};
