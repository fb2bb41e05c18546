import { describe, expect, it } from 'vitest';
import { afterNoon, errorsOf, freshId, noon, valueOf } from '../../sample-shop.js';
import type { MakeUnitOfWorkSubject } from '../subject.js';
import { commitSubject, complete, conflict, sampleRequest, tomorrow, type CommitWay } from './ways.js';

export const describeCommitsOfRequests = (makeSubject: MakeUnitOfWorkSubject, way: CommitWay): void => {
  describe('of an idempotency key', () => {
    const { claim, commit, commitAll, isSeen, outcomeOf, unitOfWork } = commitSubject(makeSubject, way);
    const hold = (request = sampleRequest(), resourceId = freshId(), until = afterNoon(30)) =>
      ({ request: { type: 'hold', request, resourceId, until, expiresAt: tomorrow } }) as const;
    const finish = ({ request: { request, resourceId } }: ReturnType<typeof hold>, outcome = 'paid') =>
      ({ request: { type: 'finish', request, resourceId, outcome, expiresAt: afterNoon(48 * 3_600) } }) as const;
    const isKnown = async (request: ReturnType<typeof sampleRequest>) =>
      valueOf(await unitOfWork().read(({ idempotency }) => idempotency.isKnown(request)));

    it('complete it with its outcome, byte for byte, until it expires', async () => {
      const outcome = '{"b": 1,\n "a":"é🐎",  "c":1.50}';
      const request = sampleRequest();
      expect(await isKnown(request)).toBe(false);
      valueOf(await commit({ request: complete(request, outcome) }));
      expect(await isKnown(request)).toBe(true);
      expect(await isKnown({ ...request, fingerprint: 'another' })).toBe(true);
      expect(await isKnown({ ...request, caller: 'bob' })).toBe(false);
      expect(valueOf(await claim(request))).toStrictEqual({ type: 'finished', outcome });
      const reused = await claim({ ...request, fingerprint: 'another' });
      expect(reused._unsafeUnwrapErr()).toEqual({ type: 'idempotency.key-reused' });
      expect(valueOf(await claim(request, tomorrow))).toStrictEqual({ type: 'fresh' });
    });

    it('hold it for a resource until an instant', async () => {
      const change = hold();
      const { request, resourceId } = change.request;
      valueOf(await commit(change));
      expect(await isKnown(request)).toBe(true);
      expect((await claim(request, afterNoon(29)))._unsafeUnwrapErr()).toEqual({ type: 'idempotency.in-progress' });
      expect(valueOf(await claim(request, afterNoon(30)))).toStrictEqual({ type: 'fresh', resourceId });
    });

    it('conflict with any record of it: completed, held, given up or expired, by whatever request', async () => {
      const completed = complete();
      valueOf(await commit({ request: completed }));
      const [held, givenUp] = [hold(), hold(sampleRequest(), freshId(), noon)];
      for (const change of [held, givenUp]) valueOf(await commit(change));
      const expired = { ...complete(), expiresAt: afterNoon(-1) };
      valueOf(await commit({ request: expired }));
      for (const { request } of [completed, held.request, givenUp.request, expired]) {
        for (const sent of [request, { ...request, fingerprint: 'another' }]) {
          expect(await outcomeOf({ request: complete(sent) })).toEqual(conflict);
          expect(await outcomeOf(hold(sent))).toEqual(conflict);
        }
      }
      expect(valueOf(await claim(completed.request))).toMatchObject({ outcome: completed.outcome });
    });

    it('take it once of many concurrent ones, and hinder no other key', async () => {
      const request = sampleRequest();
      const message = { messageId: freshId(), handler: 'payments' };
      const changes = Array.from({ length: 4 }, () => ({ request: complete(request) }));
      const other = { request: complete(), message: { ...message, at: noon } };
      const results = await commitAll([...changes, other]);
      expect(errorsOf(results.slice(0, 4))).toEqual([conflict, conflict, conflict]);
      expect([results[4]?.isOk(), await isSeen(message)]).toEqual([true, true]);
    });

    it('finish a held one', async () => {
      const change = hold();
      valueOf(await commit(change));
      valueOf(await commit(finish(change)));
      expect(valueOf(await claim(change.request.request, tomorrow))).toStrictEqual({
        type: 'finished',
        outcome: 'paid',
      });
    });

    it('conflict when it finishes one that is free, held for another resource or by another request, or finished', async () => {
      const change = hold();
      expect(await outcomeOf(finish(change))).toEqual(conflict);
      valueOf(await commit(change));
      const { request, resourceId } = change.request;
      expect(await outcomeOf(finish(hold(request)))).toEqual(conflict);
      expect(await outcomeOf(finish(hold({ ...request, fingerprint: 'another' }, resourceId)))).toEqual(conflict);
      valueOf(await commit(finish(change)));
      expect(await outcomeOf(finish(change, 'late'))).toEqual(conflict);
      expect(valueOf(await claim(request))).toStrictEqual({ type: 'finished', outcome: 'paid' });
    });
  });
};
