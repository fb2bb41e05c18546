import type { FailedJob, PageRequest } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, noon, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeJobRecords = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('the records of jobs', () => {
    const subject = subjectForEachTest(makeSubject);
    const states = async () => valueOf(await subject().unitOfWork.read(({ jobs }) => jobs.states()));
    const note = async (refusals: number, hasSucceeded = false) =>
      valueOf(
        await subject().unitOfWork.run(({ jobs }) =>
          jobs.noteRuns([{ name: 'send-mail', lastRunAt: noon, refusals, hasSucceeded }]),
        ),
      );

    it('count refusals since the last success', async () => {
      await note(4);
      expect(await note(5)).toEqual([{ name: 'send-mail', lastRunAt: noon, refusals: 9 }]);
      expect(await note(2, true)).toEqual([{ name: 'send-mail', lastRunAt: noon, refusals: 2 }]);
    });

    it('store a pause until the job is resumed, once', async () => {
      const pause = async (at = noon) =>
        valueOf(await subject().unitOfWork.run(({ jobs }) => jobs.pause('send-mail', at)));
      expect([await pause(), await pause(afterNoon(1))]).toEqual([true, false]);
      await note(3);
      expect(await states()).toEqual([{ name: 'send-mail', lastRunAt: noon, pausedAt: noon, refusals: 3 }]);
      valueOf(await subject().unitOfWork.run(({ jobs }) => jobs.resume('send-mail')));
      expect(await states()).toEqual([{ name: 'send-mail', lastRunAt: noon, refusals: 0 }]);
    });

    it('list failed jobs, the latest first, each once, until they are taken', async () => {
      const failed = (jobId: string, minutes: number): FailedJob => ({
        id: freshId(),
        job: 'send-mail',
        jobId,
        payload: { orderId: freshId() },
        reason: 'no such mailbox',
        attempts: 1,
        failedAt: afterNoon(minutes),
      });
      const [first, second] = [failed('1.send-mail', 1), failed('2.send-mail', 2)];
      for (const each of [first, second, { ...failed('2.send-mail', 3), id: second.id, payload: second.payload }])
        valueOf(await subject().unitOfWork.run(({ jobs }) => jobs.fail(each)));
      const list = async (page: PageRequest) =>
        valueOf(await subject().unitOfWork.read(({ jobs }) => jobs.failed(page)));
      expect(await list({ type: 'page', page: 1, limit: 9 })).toEqual({
        data: [{ ...second, failedAt: afterNoon(3) }, first],
        meta: { page: 1, limit: 9, total: 2, totalPages: 1 },
      });
      const { data, meta } = await list({ type: 'cursor', limit: 1 });
      expect(data).toMatchObject([{ id: second.id }]);
      const cursor = 'nextCursor' in meta ? (meta.nextCursor ?? '') : '';
      expect(await list({ type: 'cursor', limit: 1, cursor })).toEqual({
        data: [first],
        meta: { limit: 1, nextCursor: null },
      });
      const counts = valueOf(await subject().unitOfWork.read(({ jobs }) => jobs.failures()));
      expect([...counts]).toEqual([['send-mail', 2]]);
      const take = async (id: string) => valueOf(await subject().unitOfWork.run(({ jobs }) => jobs.takeFailed(id)));
      expect([await take(first.id), await take(first.id)]).toEqual([first, undefined]);
      expect((await list({ type: 'cursor', limit: 9 })).data).toHaveLength(1);
      for (const each of [
        failed('3.send-mail', 4),
        failed('4.send-mail', 5),
        { ...failed('5.send-refund', 6), job: 'send-refund' },
      ])
        valueOf(await subject().unitOfWork.run(({ jobs }) => jobs.fail(each)));
      const takeAll = async () =>
        valueOf(await subject().unitOfWork.run(({ jobs }) => jobs.takeAllFailed('send-mail', 2))).map(
          ({ jobId }) => jobId,
        );
      expect([await takeAll(), await takeAll(), await takeAll()]).toEqual([
        ['2.send-mail', '3.send-mail'],
        ['4.send-mail'],
        [],
      ]);
      expect((await list({ type: 'cursor', limit: 9 })).data.map(({ jobId }) => jobId)).toEqual(['5.send-refund']);
    });
  });
};
