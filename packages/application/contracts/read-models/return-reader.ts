import type {
  AwaitedReturn,
  Page,
  PageRequest,
  ReturnReader,
  ReturnRequest,
  UnitOfWork,
} from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { sampleOrder } from '../sample-order.js';
import { afterNoon, freshId, noon, saveVariant, valueOf } from '../sample-shop.js';
import { subjectForEachTest } from '../unit-of-work/subject.js';

export type ReturnReaderSubject = {
  /** Of the same, empty storage as the reader. */
  readonly unitOfWork: UnitOfWork;
  readonly reader: ReturnReader;
  readonly dispose: () => Promise<void>;
};

const firstPage: PageRequest = { type: 'page', page: 1, limit: 10 };

/** What every `ReturnReader` promises. `makeSubject` is called before each test, with empty storage each time. */
export const describeReturnReaderContract = (name: string, makeSubject: () => Promise<ReturnReaderSubject>): void => {
  describe(`${name} as a reader of returns`, () => {
    const subject = subjectForEachTest(makeSubject);

    const announce = async (seconds = 0) => {
      const { unitOfWork } = subject();
      const variantId = await saveVariant(unitOfWork);
      const order = await sampleOrder(unitOfWork, { lines: [{ variantId, quantity: 3 }] });
      const lines = [{ variantId, quantity: 2 }];
      const request: ReturnRequest = {
        id: freshId(),
        orderId: order.id,
        lines,
        reason: 'too small',
        requestedAt: afterNoon(seconds),
      };
      valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      valueOf(await unitOfWork.run(({ returns }) => returns.add(request)));
      return { order, request };
    };
    const awaited = async (page: PageRequest = firstPage): Promise<Page<AwaitedReturn>> =>
      valueOf(await subject().reader.awaited(page));
    const idsOf = ({ data }: Page<AwaitedReturn>): readonly string[] => data.map(({ id }) => id);

    it('returns what staff need to receive a return', async () => {
      const { order, request } = await announce();
      const [line] = request.lines;
      const description = order.descriptions[line?.variantId ?? ''];
      expect(description?.name).toBe('Enamel mug');
      const page = await awaited();
      expect(page.meta).toEqual({ page: 1, limit: 10, total: 1, totalPages: 1 });
      expect(page.data).toStrictEqual([
        {
          id: request.id,
          orderId: order.id,
          orderNumber: order.number,
          email: order.email,
          lines: [{ ...line, ...description }],
          reason: 'too small',
          requestedAt: noon,
        },
      ]);
    });

    it('omits returns that have arrived', async () => {
      const [{ request: arrived }, { request }] = [await announce(), await announce()];
      valueOf(await subject().unitOfWork.run(({ returns }) => returns.setReceived(arrived.id, afterNoon(9))));
      expect(idsOf(await awaited())).toEqual([request.id]);
    });

    it('comes oldest first, in pages, and in pages from a cursor that nothing shifts that arrives meanwhile', async () => {
      const requests: ReturnRequest[] = [];
      for (const seconds of [3, 1, 2, 1]) requests.push((await announce(seconds)).request);
      const [late, first, middle, second] = requests.map(({ id }) => id);
      expect(idsOf(await awaited())).toEqual([first, second, middle, late]);
      expect(idsOf(await awaited({ type: 'page', page: 2, limit: 3 }))).toEqual([late]);
      const page = await awaited({ type: 'cursor', limit: 2 });
      const cursor = 'nextCursor' in page.meta ? (page.meta.nextCursor ?? '') : '';
      valueOf(await subject().unitOfWork.run(({ returns }) => returns.setReceived(first ?? '', afterNoon(9))));
      const rest = await awaited({ type: 'cursor', limit: 2, cursor });
      expect([idsOf(page), idsOf(rest), rest.meta]).toEqual([
        [first, second],
        [middle, late],
        { limit: 2, nextCursor: null },
      ]);
    });

    it('refuses a cursor that it has not made', async () => {
      const refused = await subject().reader.awaited({ type: 'cursor', cursor: 'not a cursor', limit: 1 });
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'list.cursor-malformed' });
    });
  });
};
