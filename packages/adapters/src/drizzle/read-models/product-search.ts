import { and, eq, like, or, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { likePattern } from '../connection/like-pattern.js';
import { productTexts, products } from '../schema.js';
import { isStorable, uuidList } from '../connection/storable-text.js';

/** What a search finds. */
export type FoundProducts = {
  /** Whether a row of `products` is found: for a list that reads them in its order and ends with its page. */
  readonly isMet: SQL;
  /** The same for whoever reads all that are found. */
  readonly isFound: SQL;
  readonly total: () => Promise<number>;
};

/** Of so many or fewer, a page is sorted out of them; twenty of more than so many are found among a few thousand. */
const few = 1000;

/**
 * The active products whose texts have all the words in them, whatever else they must meet.
 *
 * A word that few products have is looked up in the index of trigrams. For one that many have, that index would be read
 * for nothing: they are met soon in whatever order the list has.
 *
 * @param words - without blanks, at least one
 */
export async function searchProducts(db: Database, words: readonly string[]): Promise<FoundProducts> {
  if (!words.every(isStorable)) return of([]);
  const hasWords = and(...words.map((word) => like(productTexts.text, sql`lower(${`%${likePattern(word)}%`})`)));
  const found = await db
    .select({ id: productTexts.productId })
    .from(productTexts)
    // Never true, which PostgreSQL learns from the very parameters alone: so it does not prefer a plan for any words,
    // which would be the index for common ones too.
    .where(or(hasWords, sql`${false}::boolean`))
    .limit(few + 1);
  if (found.length <= few) return of(found.map(({ id }) => id));
  return {
    // `offset 0` keeps PostgreSQL from finding them all first, in order to sort them.
    isMet: sql`exists (select 1 from ${productTexts} where ${eq(productTexts.productId, products.id)} and ${hasWords} offset 0)`,
    isFound: sql`${products.id} in (select ${productTexts.productId} from ${productTexts} where ${hasWords})`,
    total: async () => db.$count(productTexts, hasWords),
  };
}

function of(ids: readonly string[]): FoundProducts {
  const isOneOf = sql`${products.id} = any(${uuidList(ids)}::uuid[])`;
  return { isMet: isOneOf, isFound: isOneOf, total: async () => ids.length };
}
