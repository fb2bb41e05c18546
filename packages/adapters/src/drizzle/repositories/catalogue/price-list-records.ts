import type { Ids, PriceChange, PriceList, PriceListRecords } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import { err, ok, ResultAsync } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { hasCode } from '../../connection/storage-failures.js';
import { query } from '../../connection/try-query.js';
import { isStorable, isUuid } from '../../connection/storable-text.js';
import { priceChanges, priceListEntries, priceLists, variants } from '../../schema.js';

type Dependencies = { readonly ids: Ids };

/** Price lists in the tables `price_lists` and `price_list_entries`. */
export const makeDrizzlePriceListRecords = (tx: Database, { ids }: Dependencies): PriceListRecords => {
  const find = async (id: string): Promise<PriceList | undefined> => {
    const [row] = await tx.select().from(priceLists).where(eq(priceLists.id, id));
    if (row === undefined) return undefined;
    const entries = await tx
      .select()
      .from(priceListEntries)
      .where(eq(priceListEntries.listId, id))
      .orderBy(priceListEntries.variantId, priceListEntries.minQuantity);
    const { currency } = row;
    return {
      ...factsOf(row),
      prices: entries.map(({ variantId, minQuantity, amount }) => ({
        variantId,
        minQuantity,
        price: { amount, currency },
      })),
    };
  };

  /** Writes what differs between two states of a list: one JSON parameter, however many prices there are. */
  const recordChanges = async (
    before: PriceList | undefined,
    after: PriceList | undefined,
    at: Instant,
  ): Promise<void> => {
    const keyed = (list: PriceList | undefined) =>
      new Map((list?.prices ?? []).map((entry) => [`${entry.variantId} ${entry.minQuantity}`, entry]));
    const [earlier, later] = [keyed(before), keyed(after)];
    const currencyOf = (list: PriceList | undefined) => list?.currency ?? '';
    const isSameCurrency = currencyOf(before) === currencyOf(after);
    const gone = [...earlier].filter(([key]) => !later.has(key) || !isSameCurrency).map(([, entry]) => ({ entry }));
    const set = [...later]
      .filter(([key, { price }]) => !isSameCurrency || earlier.get(key)?.price.amount !== price.amount)
      .map(([, entry]) => ({ entry, amount: entry.price.amount }));
    const rows = [...gone, ...set].map(
      ({ entry, ...now }: { readonly entry: (typeof set)[number]['entry']; readonly amount?: number }) => ({
        id: ids.next(),
        variant_id: entry.variantId,
        currency: entry.price.currency,
        amount: now.amount ?? null,
        list_id: after?.id ?? before?.id,
        min_quantity: entry.minQuantity,
        at,
      }),
    );
    if (rows.length === 0) return;
    await tx.insert(priceChanges).select(
      sql`select id, variant_id, currency, amount, null::bigint, list_id, min_quantity, at
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as changed
            (id uuid, variant_id uuid, currency text, amount bigint, list_id uuid, min_quantity integer, at timestamptz)`,
    );
  };

  const write = async (list: PriceList, at: Instant): Promise<void> => {
    const before = await find(list.id);
    const { prices, groups = null, startsAt = null, endsAt = null, ...facts } = list;
    const row = { ...facts, groups, startsAt, endsAt };
    await tx.insert(priceLists).values(row).onConflictDoUpdate({ target: priceLists.id, set: row });
    await tx.delete(priceListEntries).where(eq(priceListEntries.listId, list.id));
    const entries = prices.map(({ variantId, minQuantity, price }) => ({
      variant_id: variantId,
      min_quantity: minQuantity,
      amount: price.amount,
    }));
    await tx.insert(priceListEntries).select(
      sql`select ${list.id}::uuid, variant_id, min_quantity, amount
          from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as entry
            (variant_id uuid, min_quantity integer, amount bigint)`,
    );
    await recordChanges(before, list, at);
  };

  const variantsNamed = async (names: readonly string[]) => {
    const asked = names.filter(isStorable);
    if (asked.length === 0) return [];
    return tx
      .select({ variantId: variants.id, sku: variants.sku })
      .from(variants)
      .where(or(inArray(variants.sku, asked), inArray(variants.id, asked.filter(isUuid))));
  };

  return {
    list: () =>
      query(async () =>
        (
          await tx
            .select()
            .from(priceLists)
            .orderBy(sql`${priceLists.name} collate "C"`, priceLists.id)
        ).map(factsOf),
      ),
    find: (id) => query(async () => (isUuid(id) ? find(id) : undefined)),
    lock: (id) =>
      query(async () => {
        if (!isUuid(id)) return undefined;
        await tx.select({ id: priceLists.id }).from(priceLists).where(eq(priceLists.id, id)).for('update');
        return find(id);
      }),
    save: (list, at) =>
      query(
        async () =>
          new Set((await variantsNamed(list.prices.map(({ variantId }) => variantId))).map((row) => row.variantId)),
      )
        .andThen((known) => {
          const missing = list.prices.find(({ variantId }) => !known.has(variantId));
          return missing === undefined
            ? ok(undefined)
            : err({ type: 'catalogue.variant-unknown', variantId: missing.variantId } as const);
        })
        .andThen(
          () =>
            new ResultAsync(
              write(list, at).then(
                () => ok(undefined),
                (error: unknown) => {
                  const [first] = list.prices;
                  if (!hasCode(error, '23503') || first === undefined) throw error;
                  return err({ type: 'catalogue.variant-unknown', variantId: first.variantId } as const);
                },
              ),
            ),
        ),
    remove: (id, at) =>
      query(async () => {
        await recordChanges(await find(id), undefined, at);
        await tx.delete(priceLists).where(eq(priceLists.id, id));
      }),
    variantsNamed: (names) => query(() => variantsNamed(names)),
    priceChanges: (variantId) =>
      query(async () => {
        if (!isUuid(variantId)) return [];
        const rows = await tx
          .select()
          .from(priceChanges)
          .where(and(eq(priceChanges.variantId, variantId)))
          .orderBy(asc(priceChanges.at), asc(priceChanges.id));
        return rows.map(changeOf);
      }),
  };
};

const factsOf = ({ groups, startsAt, endsAt, ...row }: typeof priceLists.$inferSelect): Omit<PriceList, 'prices'> => ({
  ...row,
  ...(groups === null ? {} : { groups }),
  ...(startsAt === null ? {} : { startsAt }),
  ...(endsAt === null ? {} : { endsAt }),
});

const changeOf = ({
  variantId,
  currency,
  amount,
  compareAt,
  listId,
  minQuantity,
  at,
}: typeof priceChanges.$inferSelect): PriceChange => ({
  variantId,
  currency,
  ...(amount === null ? {} : { price: { amount, currency } }),
  ...(compareAt === null ? {} : { compareAtPrice: { amount: compareAt, currency } }),
  ...(listId === null ? {} : { listId }),
  ...(minQuantity === null ? {} : { minQuantity }),
  at,
});
