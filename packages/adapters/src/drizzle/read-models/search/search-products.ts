import { sql, type SQL } from 'drizzle-orm';
import { resultRows, type Database } from '../../connection/database.js';
import { isStorable } from '../../connection/storable-text.js';
import { postSearch, postWords, productSearch, searchWords } from '../../schema.js';
import { analyseSearch, correctWords, type KnownWords, type SearchedWord } from './analyse-search.js';

/** What a search matches, over rows of `product_search` or `post_search`. */
export type ProductSearch = {
  readonly isMatch: SQL;
  /** The better a row matches, the higher; an integer. */
  readonly relevance: SQL;
};

/** Rows to search, and the words that they are known to have. */
type Searched = { readonly rows: typeof productSearch | typeof postSearch; readonly known: KnownWords };
const products: Searched = { rows: productSearch, known: searchWords };
const posts: Searched = { rows: postSearch, known: postWords };

/** With fewer matches than this, none of them by whole words, typing errors are considered. */
const few = 5;

/** What a word counts for, by where it stands and how well it fits. */
const weight = {
  sameInName: 40,
  formInName: 32,
  ofBrandOrCategory: 16,
  partInName: 8,
  inDescription: 4,
  misspeltInName: 2,
  misspelt: 1,
};

/**
 * Finds the products that have every word of a search, in their name, brand, categories, tags, SKUs or description.
 * Words match in any form with the same stem in English or in one of `locales`. Parts of words match only in the name.
 * Takes two statements, and three more if typing errors are considered.
 *
 * @returns undefined if the text has no words
 */
export const searchProducts = async (db: Database, text: string, locales: readonly string[]) =>
  searchRows(products, db, text, locales);

/** The same for posts: by their titles, tags, authors and texts. */
export const searchPosts = async (db: Database, text: string, locales: readonly string[]) =>
  searchRows(posts, db, text, locales);

async function searchRows(
  searched: Searched,
  db: Database,
  text: string,
  locales: readonly string[],
): Promise<ProductSearch | undefined> {
  if (text.trim() === '') return undefined;
  if (!isStorable(text)) return nothing;
  const words = await analyseSearch(db, text, ['en', ...locales], searched.known);
  if (words.length === 0) return nothing;
  if (await isFoundAsWritten(searched, db, words)) return searchFor(searched, words);
  return searchFor(searched, await correctWords(db, words, searched.known));
}

const nothing: ProductSearch = { isMatch: sql`false`, relevance: sql`0::integer` };

async function isFoundAsWritten(searched: Searched, db: Database, words: readonly SearchedWord[]): Promise<boolean> {
  const { rows } = searched;
  const isWhole = matching(everyOf(words, wholeOf), rows);
  const found = await db.execute(sql`
    select exists (select from ${rows} where ${isWhole}) or ${few}::integer <= (
      select count(*) from (select from ${rows} where ${searchFor(searched, words).isMatch} limit ${few}::integer) as found
    ) as found`);
  return resultRows(found)[0]?.['found'] === true;
}

const searchFor = ({ rows }: Searched, words: readonly SearchedWord[]): ProductSearch => ({
  isMatch: matching(
    everyOf(words, (word) => [...wholeOf(word), ...partsOf(word), ...correctionsOf(word)]),
    rows,
  ),
  relevance: sql`(100 * (${sql.join(
    words.map((word) => weightOf(rows, word)),
    sql` + `,
  )}) - least(${rows.nameLength}, 99))`,
});

/**
 * `or false` by a parameter: PostgreSQL makes a plan for these very words each time, not one for any, which would suit
 * either rare or common ones.
 */
export const matching = (query: string, { words }: Searched['rows'] = productSearch): SQL =>
  sql`(${words} @@ ${query}::tsquery or ${false}::boolean)`;

const wholeOf = ({ word, stems, categories }: SearchedWord): readonly string[] => [
  word,
  ...stems,
  ...categories.map((id) => `#c${id}`),
];

/** Words of names are also there with `=` before them. */
const partsOf = ({ parts }: SearchedWord): readonly string[] => parts.map((part) => `=${part}`);

const correctionsOf = ({ corrections, correctedCategories }: SearchedWord): readonly string[] =>
  corrections.length === 0 ? [] : [...corrections, ...correctedCategories.map((id) => `#c${id}`)];

/** A query (`tsquery`) for all words but stop words, or for these where there are no others. */
function everyOf(words: readonly SearchedWord[], lexemesOf: (word: SearchedWord) => readonly string[]): string {
  const telling = words.filter(({ isStopWord }) => !isStopWord);
  return (telling.length === 0 ? words : telling).map((word) => `(${anyOf(lexemesOf(word))})`).join(' & ');
}

/** Lexemes have no quotes in them: whatever could end one separates words. */
const anyOf = (lexemes: readonly string[], places = ''): string =>
  lexemes.map((lexeme) => `'${lexeme}'${places === '' ? '' : `:${places}`}`).join(' | ');

function weightOf(rows: Searched['rows'], word: SearchedWord): SQL {
  const isIn = (lexemes: readonly string[], places: string): SQL =>
    sql`${rows.title} @@ ${anyOf(lexemes, places)}::tsquery`;
  const [whole, corrections] = [wholeOf(word), correctionsOf(word)];
  if (word.isStopWord) return sql`case when ${isIn([word.word], 'A')} then 1 else 0 end`;
  return sql`case
    when ${isIn([word.word], 'A')} then ${weight.sameInName}::integer
    ${whole.every((form) => form === word.word) ? sql`` : sql`when ${isIn(whole, 'A')} then ${weight.formInName}::integer`}
    when ${isIn(whole, 'BC')} then ${weight.ofBrandOrCategory}::integer
    ${word.parts.length === 0 ? sql`` : sql`when ${isIn(word.parts, 'A')} then ${weight.partInName}::integer`}
    ${
      corrections.length === 0
        ? sql``
        : sql`when ${isIn(word.corrections, 'A')} then ${weight.misspeltInName}::integer
            when ${isIn(corrections, 'BC')} then ${weight.misspelt}::integer`
    }
    else ${weight.inDescription}::integer end`;
}
