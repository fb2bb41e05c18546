import type { IdempotentRequest } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { afterNoon, errorsOf, freshId, noon, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

const tomorrow = afterNoon(24 * 3_600);

export const describeIdempotency = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('idempotency keys', () => {
    const subject = subjectForEachTest(makeSubject);
    const makeRequest = (facts: Partial<IdempotentRequest> = {}): IdempotentRequest => ({
      caller: 'customer-1',
      key: `key ${freshId()}`,
      fingerprint: 'POST /orders body',
      ...facts,
    });
    const claim = (request: IdempotentRequest, now: string = noon) =>
      subject().unitOfWork.run(({ idempotency }) => idempotency.claim(request, now));
    const finish = (request: IdempotentRequest, outcome = '{"status":201}', now: string = noon) =>
      subject().unitOfWork.run(({ idempotency }) =>
        idempotency.claim(request, now).andThen(() => idempotency.complete(request, { outcome, expiresAt: tomorrow })),
      );
    const hold = (request: IdempotentRequest, resourceId: string, until: string = afterNoon(60)) =>
      subject().unitOfWork.run(({ idempotency }) =>
        idempotency
          .claim(request, noon)
          .andThen(() => idempotency.hold(request, { resourceId, until, expiresAt: tomorrow })),
      );

    it('are fresh at first, and again when their transaction left nothing', async () => {
      const request = makeRequest();
      expect(valueOf(await claim(request))).toStrictEqual({ type: 'fresh' });
      expect(valueOf(await claim(request))).toStrictEqual({ type: 'fresh' });
    });

    it('return the outcome once finished, byte for byte', async () => {
      const request = makeRequest();
      const outcome = '{"b": 1,\n "a":"é🐎",  "c":1.50}';
      valueOf(await finish(request, outcome));
      expect(valueOf(await claim(request, afterNoon(3_600)))).toStrictEqual({ type: 'finished', outcome });
    });

    it('refuse another body under the same key, finished or held', async () => {
      const [finished, held] = [makeRequest(), makeRequest()];
      valueOf(await finish(finished));
      valueOf(await hold(held, freshId()));
      for (const request of [finished, held]) {
        const answer = await claim({ ...request, fingerprint: 'POST /orders another body' });
        expect(answer._unsafeUnwrapErr()).toEqual({ type: 'idempotency.key-reused' });
      }
    });

    it('of two callers never meet', async () => {
      const request = makeRequest();
      valueOf(await finish(request));
      const other = { ...request, caller: 'customer-2', fingerprint: 'another' };
      expect(valueOf(await claim(other))).toStrictEqual({ type: 'fresh' });
      const split = [makeRequest({ caller: 'a', key: 'b:c' }), makeRequest({ caller: 'a:b', key: 'c' })] as const;
      valueOf(await finish(split[0]));
      expect(valueOf(await claim(split[1]))).toStrictEqual({ type: 'fresh' });
    });

    it('count as none once they have expired, and can be finished anew', async () => {
      const request = makeRequest();
      valueOf(await finish(request, 'first'));
      const changed = { ...request, fingerprint: 'another body' };
      expect(valueOf(await claim(changed, tomorrow))).toStrictEqual({ type: 'fresh' });
      const again = await subject().unitOfWork.run(({ idempotency }) =>
        idempotency
          .claim(changed, tomorrow)
          .andThen(() => idempotency.complete(changed, { outcome: 'second', expiresAt: afterNoon(48 * 3_600) })),
      );
      valueOf(again);
      expect(valueOf(await claim(changed, tomorrow))).toStrictEqual({ type: 'finished', outcome: 'second' });
    });

    it('are in progress while held, and then fresh with what the crashed attempt had held', async () => {
      const [request, resourceId] = [makeRequest(), freshId()];
      valueOf(await hold(request, resourceId, afterNoon(60)));
      expect((await claim(request, afterNoon(59)))._unsafeUnwrapErr()).toEqual({ type: 'idempotency.in-progress' });
      expect(valueOf(await claim(request, afterNoon(60)))).toStrictEqual({ type: 'fresh', resourceId });
    });

    it('that are held can be finished by a later transaction', async () => {
      const request = makeRequest();
      valueOf(await hold(request, freshId()));
      const completed = await subject().unitOfWork.run(({ idempotency }) =>
        idempotency.complete(request, { outcome: 'paid', expiresAt: tomorrow }),
      );
      valueOf(completed);
      expect(valueOf(await claim(request, afterNoon(1)))).toStrictEqual({ type: 'finished', outcome: 'paid' });
    });

    it('do not change the first outcome when an abandoned attempt finishes late', async () => {
      const request = makeRequest();
      valueOf(await hold(request, freshId(), afterNoon(60)));
      valueOf(await finish(request, 'first', afterNoon(61)));
      const late = await subject().unitOfWork.run(({ idempotency }) =>
        idempotency.complete(request, { outcome: 'late', expiresAt: tomorrow }),
      );
      expect(late._unsafeUnwrapErr()).toEqual({ type: 'idempotency.in-progress' });
      expect(valueOf(await claim(request, afterNoon(62)))).toStrictEqual({ type: 'finished', outcome: 'first' });
    });

    it('that are let go of are free at once, for any body', async () => {
      const request = makeRequest();
      valueOf(await hold(request, freshId()));
      valueOf(await subject().unitOfWork.run(({ idempotency }) => idempotency.abandon(request)));
      expect(valueOf(await claim({ ...request, fingerprint: 'another' }, afterNoon(1)))).toStrictEqual({
        type: 'fresh',
      });
    });

    it('are held by one of many requests at once; the others learn that it is in progress', async () => {
      const request = makeRequest();
      const answers = await Promise.all(Array.from({ length: 6 }, () => hold(request, freshId())));
      expect(answers.filter((answer) => answer.isOk())).toHaveLength(1);
      expect(errorsOf(answers)).toEqual(Array.from({ length: 5 }, () => ({ type: 'idempotency.in-progress' })));
    });

    it('let one of many requests at once do the work; the others replay it or learn that it is in progress', async () => {
      const request = makeRequest();
      let worked = 0;
      const work = () =>
        subject().unitOfWork.run(({ idempotency }) =>
          idempotency.claim(request, noon).andThen((claimed) => {
            if (claimed.type === 'finished') return okAsync(claimed.outcome);
            worked += 1;
            return idempotency.complete(request, { outcome: 'the one', expiresAt: tomorrow }).map(() => 'the one');
          }),
        );
      const answers = await Promise.all(Array.from({ length: 6 }, work));
      expect(worked).toBe(1);
      const others = answers.map((answer) => (answer.isOk() ? answer.value : answer.error.type));
      expect(new Set([...others, 'idempotency.in-progress'])).toEqual(new Set(['the one', 'idempotency.in-progress']));
      expect(valueOf(await claim(request))).toStrictEqual({ type: 'finished', outcome: 'the one' });
    });
  });
};
