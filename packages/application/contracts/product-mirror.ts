import type {
  MirroredVariant,
  PaymentsUnavailable,
  ProductMirror,
  ProviderPage,
  WrittenVariant,
} from '@cartwright/application';
import type { ResultAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { freshId, usd, valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type ProductMirrorSubject = {
  readonly mirror: ProductMirror;
  /** Renames a product at the provider, as somebody does there. */
  readonly rename: (reference: string, name: string) => Promise<void>;
  /** Deletes a product at the provider. */
  readonly remove: (reference: string) => Promise<void>;
  /** Takes the provider away. */
  readonly goAway: () => Promise<void>;
  readonly dispose: () => Promise<void>;
};

type ListOf<Row> = (cursor?: string) => ResultAsync<ProviderPage<Row>, PaymentsUnavailable>;

const eur = (amount: number) => ({ amount, currency: 'EUR' });

/** A mug that costs 12.00 USD and 11.00 EUR. */
export const sampleVariant = (facts: Partial<MirroredVariant> = {}): MirroredVariant => ({
  variantId: freshId(),
  productId: freshId(),
  sku: 'MUG',
  name: 'Mug (Red)',
  description: 'For coffee & tea.',
  images: ['https://shop.example/images/mug.webp'],
  url: 'https://shop.example/products/mug',
  isShippable: true,
  isActive: true,
  prices: [usd(1200), eur(1100)],
  ...facts,
});

/** What every `ProductMirror` that is enabled promises. `makeSubject` is called before each test. */
export const describeProductMirrorContract = (name: string, makeSubject: () => Promise<ProductMirrorSubject>): void => {
  describe(`${name} as a product mirror`, () => {
    const subject = subjectForEachTest(makeSubject);
    const write = async (variant: MirroredVariant, known?: string): Promise<WrittenVariant> =>
      valueOf(await subject().mirror.write(variant, known));
    const compare = async (variant: MirroredVariant, references: WrittenVariant) =>
      valueOf(await subject().mirror.compare([{ variant, references }])).get(variant.variantId);
    /** All rows of a list, page after page. */
    const all = async <Row>(list: ListOf<Row>): Promise<readonly Row[]> => {
      const rows: Row[] = [];
      let cursor: string | undefined;
      do {
        const page = valueOf(await list(cursor));
        rows.push(...page.data);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return rows;
    };
    const products = () => all((cursor) => subject().mirror.products(cursor));
    const prices = () => all((cursor) => subject().mirror.prices(cursor));

    it('writes a variant with a price for each currency, and finds it as it was written', async () => {
      const mug = sampleVariant();
      const written = await write(mug);
      expect(written.prices.map(({ currency }) => currency)).toEqual(['USD', 'EUR']);
      expect(written.refusedPrices).toEqual([]);
      expect(await compare(mug, written)).toBeUndefined();
      expect(await products()).toEqual([{ reference: written.reference, name: 'Mug (Red)' }]);
      expect(
        [...(await prices())].sort((left, right) => (left.price?.amount ?? 0) - (right.price?.amount ?? 0)),
      ).toEqual([
        {
          reference: written.prices[1]?.reference,
          productReference: written.reference,
          isActive: true,
          price: eur(1100),
        },
        {
          reference: written.prices[0]?.reference,
          productReference: written.reference,
          isActive: true,
          price: usd(1200),
        },
      ]);
    });

    it('writes the same however often it is called, also after it has forgotten earlier calls', async () => {
      const mug = sampleVariant();
      const first = await write(mug);
      expect([await write(mug), await write(mug, first.reference)]).toEqual([first, first]);
      expect([(await products()).length, (await prices()).length]).toEqual([1, 2]);
    });

    it('makes a new price for a changed one and archives the former, which a return makes active again', async () => {
      const mug = sampleVariant({ prices: [usd(1200)] });
      const first = await write(mug);
      const dearer = { ...mug, prices: [usd(1300)] };
      const second = await write(dearer, first.reference);
      const [former, present] = [first.prices[0]?.reference, second.prices[0]?.reference];
      expect(present).not.toBe(former);
      const activity = async () => new Map((await prices()).map(({ reference, isActive }) => [reference, isActive]));
      expect(await activity()).toEqual(
        new Map([
          [former, false],
          [present, true],
        ]),
      );
      expect(await compare(dearer, second)).toBeUndefined();
      expect(await write(mug, first.reference)).toEqual(first);
      expect(await activity()).toEqual(
        new Map([
          [former, true],
          [present, false],
        ]),
      );
    });

    it('takes a variant off sale, one that was deleted too, and puts it on sale again', async () => {
      const mug = sampleVariant();
      const { reference, ...written } = await write(mug);
      await write({ ...mug, isActive: false }, reference);
      expect(await products()).toEqual([]);
      await write(mug, reference);
      expect(await products()).toHaveLength(1);
      valueOf(await subject().mirror.deactivate(reference));
      expect(await products()).toEqual([]);
      expect(await compare(mug, { reference, ...written })).toEqual(['active']);
      await subject().remove(reference);
      valueOf(await subject().mirror.deactivate(reference));
    });

    it('reports what somebody changed or deleted at the provider, and writes it again', async () => {
      const [mug, cup] = [sampleVariant(), sampleVariant({ name: 'Cup' })];
      const [writtenMug, writtenCup] = [await write(mug), await write(cup)];
      await subject().rename(writtenMug.reference, 'The mug');
      await subject().remove(writtenCup.reference);
      expect([await compare(mug, writtenMug), await compare(cup, writtenCup)]).toEqual([['name'], 'missing']);
      for (const [variant, { reference }] of [[mug, writtenMug] as const, [cup, writtenCup] as const]) {
        const again = await write(variant, reference);
        expect(await compare(variant, again)).toBeUndefined();
      }
    });

    it('lists products in pages, each once', async () => {
      const references: string[] = [];
      for (const title of ['One', 'Two', 'Three', 'Four', 'Five']) {
        const written = await write(sampleVariant({ name: title, prices: [usd(100)] }));
        references.push(written.reference);
      }
      const listed = await products();
      expect(listed.map(({ reference }) => reference).sort()).toEqual(references.sort());
      expect(await prices()).toHaveLength(5);
    });

    it('is unavailable while the provider is away', async () => {
      const mug = sampleVariant();
      const { mirror } = subject();
      await subject().goAway();
      const outcomes = await Promise.all([
        mirror.write(mug),
        mirror.deactivate('mug'),
        mirror.compare([{ variant: mug, references: { reference: 'mug', prices: [] } }]),
        mirror.products(),
        mirror.prices(),
      ]);
      expect(outcomes.map((outcome) => outcome._unsafeUnwrapErr().type)).toEqual(
        outcomes.map(() => 'payments.unavailable'),
      );
    });
  });
};
