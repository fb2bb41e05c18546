import { describe, expect, it } from 'vitest';
import { errorsOf, freshId, noon, usd, valueOf } from '../../sample-shop.js';
import type { MakeUnitOfWorkSubject } from '../subject.js';
import { commitSubject, complete, conflict, sampleMessage, type CommitWay } from './ways.js';

export const describeCommitsOfMessages = (makeSubject: MakeUnitOfWorkSubject, way: CommitWay): void => {
  describe('of messages and events', () => {
    const { commit, commitAll, eventsLeft, isSeen, outcomeOf, reportedCommits } = commitSubject(makeSubject, way);
    const handling = (message = sampleMessage()) => ({ message: { ...message, at: noon } });
    const placed = () => ({ type: 'order.placed', orderId: freshId(), at: noon, total: usd(1_999) }) as const;

    it('note a message for its handler, and conflict when that was noted before', async () => {
      const message = sampleMessage();
      valueOf(await commit(handling(message)));
      expect(await outcomeOf(handling(message))).toEqual(conflict);
      const other = { ...message, handler: 'mail' };
      expect([await isSeen(message), await isSeen(other), await isSeen()]).toEqual([true, false, false]);
      valueOf(await commit(handling(other)));
      expect(await isSeen(other)).toBe(true);
    });

    it('note a message once of many concurrent ones, and hinder no other message', async () => {
      const message = sampleMessage();
      const others = [sampleMessage(), { ...message, handler: 'mail' }];
      const results = await commitAll([message, message, message, message, ...others].map(handling));
      expect(errorsOf(results.slice(0, 4))).toEqual([conflict, conflict, conflict]);
      expect(errorsOf(results.slice(4))).toEqual([]);
      expect(await Promise.all([message, ...others].map(isSeen))).toEqual([true, true, true]);
    });

    it('publish events in their order once they are committed, and report that', async () => {
      const events = [placed(), placed(), placed()];
      valueOf(await commit({ events }));
      expect(await eventsLeft()).toEqual(events);
      expect(reportedCommits()).toBe(1);
    });

    it('publish and report no events after a conflict, nor where there are none', async () => {
      const request = complete();
      valueOf(await commit({ request }));
      valueOf(await commit({ request: complete(), events: [] }));
      expect(await outcomeOf({ request, events: [placed()] })).toEqual(conflict);
      expect([await eventsLeft(), reportedCommits()]).toEqual([[], 0]);
    });

    it('publish the events of all concurrent ones', async () => {
      const changes = Array.from({ length: 8 }, () => ({ ...handling(), events: [placed(), placed()] }));
      expect(errorsOf(await commitAll(changes))).toEqual([]);
      expect(new Set(await eventsLeft())).toEqual(new Set(changes.flatMap(({ events }) => events)));
      expect(reportedCommits()).toBe(8);
    });
  });
};
