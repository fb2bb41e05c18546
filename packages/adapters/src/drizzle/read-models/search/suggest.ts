import type { ListedAt, Suggested } from '@cartwright/application';
import { and, sql, type SQL } from 'drizzle-orm';
import { resultRows, type Database } from '../../connection/database.js';
import { isStorable } from '../../connection/storable-text.js';
import { categories, categorySearch, productSearch, products } from '../../schema.js';
import { isActive, isNotHidden, isPublished } from '../product-filter.js';
import { matching } from './search-products.js';

const mostSuggested = 5;
/** Maximum matching products read. Of these, the ones with the shortest names are suggested. */
const mostCandidates = 200;
const mostBrands = 5_000;
const mostWords = 10;

const none: Suggested = { productIds: [], categories: [], brands: [] };

/**
 * What is called as a text begins: each of its words is a word of the name, and the last one begins one. Two
 * statements.
 */
export async function suggest(db: Database, text: string, listed: ListedAt): Promise<Suggested> {
  if (!isStorable(text)) return none;
  const words = await wordsOf(db, text);
  if (words.length === 0) return none;
  const found = await db.execute(sql`select json_build_object(
    'productIds', (
      select coalesce(json_agg(product_id), '[]') from (
        select product_id from (
          select ${productSearch.productId}, ${productSearch.nameLength} from ${productSearch}
          where ${and(matching(beginning(words, '=')), isNotHidden(db, listed))} limit ${mostCandidates}::integer
        ) as candidates order by name_length, product_id limit ${mostSuggested}::integer
      ) as best
    ),
    'categories', (
      select coalesce(json_agg(json_build_object(
        'id', called.id, 'slug', called.slug, 'name', called.name, 'translations', called.translations
      )), '[]') from (
        select ${categories}.* from ${categories} join ${categorySearch} on ${categorySearch.categoryId} = ${categories.id}
        where ${categorySearch.words} @@ ${beginning(words, '')}::tsquery
        order by length(${categories.name}), ${categories.name} collate "C" limit ${mostSuggested}::integer
      ) as called
    ),
    'brands', (select coalesce(json_agg(brand), '[]') from (
      ${brandsBeginning(words.map(({ word }) => word).join(' '), listed)}
    ) as named)
  ) as suggested`);
  return resultRows(found)[0]?.['suggested'] as Suggested;
}

type TypedWord = { readonly word: string; readonly stems: readonly string[] };

async function wordsOf(db: Database, text: string): Promise<readonly TypedWord[]> {
  const found = await db.execute(sql`
    select json_build_object('word', word, 'stems', to_json(search_lexemes(array[word], 'en'))) as typed
    from unnest(search_tokens(${text})) with ordinality as words (word, place)
    order by place limit ${mostWords}::integer`);
  return resultRows(found).map(({ typed }) => typed as TypedWord);
}

/** A query (`tsquery`) for whole words, of which the last one only begins; `mark` stands before words of names. */
const beginning = (words: readonly TypedWord[], mark: string): string =>
  words
    .map(({ word, stems }, index) =>
      index === words.length - 1 ? `'${mark}${word}':*` : `(${stems.map((stem) => `'${mark}${stem}'`).join(' | ')})`,
    )
    .join(' & ');

/** Brands of published products, one after another by their index: of these there are few. */
const brandsBeginning = (text: string, { at }: ListedAt): SQL => {
  const next = (after: SQL): SQL => sql`(
    select min(${products.brand}) from ${products}
    where ${isActive} and ${products.brand} is not null and ${isPublished(at)} ${after}
  )`;
  return sql`
    with recursive brands (brand, place) as (
      select ${next(sql``)}, 1
      union all
      select ${next(sql`and ${products.brand} > brands.brand`)}, place + 1 from brands
      where brands.brand is not null and place < ${mostBrands}::integer
    )
    select brand from brands
    where brand is not null and ' ' || search_fold(brand) like ${`% ${text}%`}
    limit ${mostSuggested}::integer`;
};
