import type { ProductMirrorRun, WrittenRecord } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, noon, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

/** A run that has done nothing yet. */
const sampleRun = (facts: Partial<ProductMirrorRun> = {}): ProductMirrorRun => ({
  id: freshId(),
  requestedAt: noon,
  rewrite: false,
  total: 3,
  phase: 'products',
  counts: { products: 0, variants: 0, created: 0, updated: 0, deactivated: 0, refused: 0, differences: 0 },
  differences: [],
  ...facts,
});

const sampleRecord = (facts: Partial<WrittenRecord> = {}): WrittenRecord => ({
  variantId: freshId(),
  productId: freshId(),
  reference: `prod_${freshId()}`,
  prices: [{ currency: 'USD', reference: 'price_1' }],
  refusedPrices: [],
  contentHash: 'a hash',
  isActive: true,
  writtenAt: noon,
  ...facts,
});

export const describeProductMirrors = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('runs of the product mirror', () => {
    const subject = subjectForEachTest(makeSubject);
    const add = async (run: ProductMirrorRun) =>
      valueOf(await subject().unitOfWork.run(({ productMirrors }) => productMirrors.add(run)));
    const find = async (id: string) =>
      valueOf(await subject().unitOfWork.read(({ productMirrors }) => productMirrors.find(id)));
    const save = async (run: ProductMirrorRun) =>
      valueOf(
        await subject().unitOfWork.run(({ productMirrors }) =>
          productMirrors.lock(run.id).andThen(() => productMirrors.save(run)),
        ),
      );

    it('are found as they were stored, with their progress and what they found', async () => {
      const begun = sampleRun({ dueAt: noon, requestedBy: freshId() });
      expect(await add(begun)).toBe(true);
      expect(await find(begun.id)).toStrictEqual(begun);
      const halfway: ProductMirrorRun = { ...begun, phase: 'prices', cursor: 'price_7' };
      await save(halfway);
      expect(await find(begun.id)).toStrictEqual(halfway);
      const { cursor: _done, ...rest } = halfway;
      const finished: ProductMirrorRun = {
        ...rest,
        finishedAt: afterNoon(7),
        counts: { ...rest.counts, products: 3, differences: 1 },
        differences: [{ type: 'product.unknown', reference: 'prod_1', name: 'Somebody’s' }],
      };
      await save(finished);
      expect(await find(begun.id)).toStrictEqual(finished);
    });

    it('are one at a time, and one a tick', async () => {
      const first = sampleRun({ dueAt: noon });
      expect([await add(first), await add(sampleRun())]).toEqual([true, false]);
      const { unitOfWork } = subject();
      const lookUp = async () =>
        valueOf(
          await unitOfWork.run(({ productMirrors }) =>
            productMirrors
              .unfinished()
              .andThen((unfinished) => productMirrors.ofTick(noon).map((ofTick) => [unfinished?.id, ofTick?.id])),
          ),
        );
      expect(await lookUp()).toEqual([first.id, first.id]);
      await save({ ...first, finishedAt: afterNoon(1) });
      expect(await lookUp()).toEqual([undefined, first.id]);
      expect(await add(sampleRun({ dueAt: noon }))).toBe(false);
      expect(await add(sampleRun())).toBe(true);
    });

    it('are one even with concurrent starts', async () => {
      const added = await Promise.all(Array.from({ length: 6 }, () => add(sampleRun())));
      expect(added.filter(Boolean)).toHaveLength(1);
    });

    it('are listed newest first, without their single differences', async () => {
      const rows = [];
      for (const seconds of [1, 3, 2]) {
        const { differences, ...row } = sampleRun({ requestedAt: afterNoon(seconds), finishedAt: afterNoon(9) });
        await add({ ...row, differences });
        rows.push(row);
      }
      const page = async (cursor?: string) =>
        valueOf(
          await subject().unitOfWork.read(({ productMirrors }) =>
            productMirrors.page({ type: 'cursor', limit: 2, ...(cursor === undefined ? {} : { cursor }) }),
          ),
        );
      const first = await page();
      const cursor = 'nextCursor' in first.meta ? (first.meta.nextCursor ?? '') : '';
      expect([first.data, (await page(cursor)).data]).toStrictEqual([[rows[1], rows[2]], [rows[0]]]);
      const refused = await subject().unitOfWork.read(({ productMirrors }) =>
        productMirrors.page({ type: 'cursor', cursor: 'none of ours', limit: 2 }),
      );
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'list.cursor-malformed' });
    });

    it('have noted what they wrote of variants, by their ids and the provider’s', async () => {
      const { unitOfWork } = subject();
      const [one, two, gone] = [sampleRecord(), sampleRecord(), sampleRecord({ isActive: false })];
      const note = async (...records: readonly WrittenRecord[]) =>
        valueOf(await unitOfWork.run(({ productMirrors }) => productMirrors.note(records)));
      await note();
      await note(one, two, gone);
      const read = async () =>
        valueOf(
          await unitOfWork.read(({ productMirrors }) =>
            productMirrors
              .written([one.variantId, freshId(), gone.variantId])
              .andThen((written) =>
                productMirrors.writtenAs([two.reference, 'prod_none']).map((writtenAs) => ({ written, writtenAs })),
              ),
          ),
        );
      expect(await read()).toStrictEqual({
        written: new Map([
          [one.variantId, one],
          [gone.variantId, gone],
        ]),
        writtenAs: new Map([[two.reference, two]]),
      });
      const changed = {
        ...one,
        contentHash: 'another',
        prices: [],
        refusedPrices: [{ currency: 'KWD', reason: 'amount_not_chargeable' }],
        writtenAt: afterNoon(5),
      };
      await note(changed);
      expect((await read()).written.get(one.variantId)).toStrictEqual(changed);
      const active = async (after?: string) =>
        valueOf(
          await unitOfWork.read(({ productMirrors }) =>
            productMirrors.active({ limit: 1, ...(after === undefined ? {} : { after }) }),
          ),
        );
      const sorted = [one.variantId, two.variantId].sort();
      expect((await active()).map(({ variantId }) => variantId)).toEqual([sorted[0]]);
      expect((await active(sorted[0])).map(({ variantId }) => variantId)).toEqual([sorted[1]]);
      expect(await active(sorted[1])).toEqual([]);
    });
  });
};
