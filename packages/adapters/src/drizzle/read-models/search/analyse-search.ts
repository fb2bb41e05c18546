import { sql, type SQL } from 'drizzle-orm';
import { resultRows, type Database } from '../../connection/database.js';
import { editDistance, isGuessable, mayBeMisspelt } from '../../../system/edit-distance.js';
import { categories, categorySearch, type postWords, searchWords } from '../../schema.js';

/** A word of a search, folded, with everything that counts as the word. */
export type SearchedWord = {
  readonly word: string;
  readonly stems: readonly string[];
  /** It says nothing, such as `the`. */
  readonly isStopWord: boolean;
  /** Words of the shop that contain it. */
  readonly parts: readonly string[];
  /** Words of the shop that it may be misspelt from. */
  readonly corrections: readonly string[];
  /** Ids of the categories that are called so, and of those below them. */
  readonly categories: readonly string[];
  /** The same for those that it may be misspelt from. */
  readonly correctedCategories: readonly string[];
};

/** The words that a kind of rows is known to have. */
export type KnownWords = typeof searchWords | typeof postWords;

/** More words than a person types; the rest is not looked at. */
const mostWords = 20;
/** The shortest words that contain a part are the likeliest. */
const mostParts = 60;
const mostCategories = 500;
const mostCandidates = 500;

const quoted = (lexeme: SQL): SQL => sql`'''' || ${lexeme} || ''''`;

/** The categories one of whose words is among `lexemes`, a `text[]`, with all below them. */
const categoriesCalled = (lexemes: SQL): SQL => sql`array(
  with recursive below (id) as (
    select ${categorySearch.categoryId} from ${categorySearch}
    where ${categorySearch.words} @@ (select string_agg(${quoted(sql`lexeme`)}, '|') from unnest(${lexemes}) as lexeme)::tsquery
    union
    select child.id from ${categories} as child join below on child.parent_id = below.id
  )
  select id from below limit ${mostCategories}::integer
)`;

/**
 * The words of a search in one statement, in their order, each once.
 *
 * @param locales - languages whose stems count besides the words themselves
 * @param known - where parts of words are looked up
 */
export async function analyseSearch(
  db: Database,
  text: string,
  locales: readonly string[],
  known: KnownWords = searchWords,
): Promise<readonly SearchedWord[]> {
  // One or two letters of an alphabet stand in too many words: two are looked up as their beginning.
  const pattern = sql`case
    when asked.word ~ '^[a-z0-9]$' then null
    when asked.word ~ '^[a-z0-9]{2}$' then asked.word || '%'
    else '%' || asked.word || '%' end`;
  const languages = sql`jsonb_array_elements_text(${JSON.stringify(locales)}::jsonb) as locale`;
  const found = await db.execute(sql`
    with asked as (
      select word, min(place) as place from unnest(search_tokens(${text})) with ordinality as words (word, place)
      group by word order by min(place) limit ${mostWords}::integer
    ), stemmed as (
      select word, place,
        array(select distinct unnest(ts_lexize(search_dictionary(locale), word)) from ${languages}) as stems,
        exists (select from ${languages} where ts_lexize(search_dictionary(locale), word) = '{}') as stop
      from asked
    )
    select json_build_object(
      'word', asked.word, 'stems', to_json(asked.stems), 'isStopWord', asked.stop,
      'parts', to_json(array(
        select ${known.word} from ${known}
        where ${known.word} like ${pattern} and ${known.word} <> asked.word
        order by length(${known.word}), ${known.word} collate "C" limit ${mostParts}::integer
      )),
      'categories', to_json(${categoriesCalled(sql`array_append(asked.stems, asked.word)`)})
    ) as analysed
    from stemmed as asked order by asked.place`);
  return resultRows(found).map(({ analysed }) => ({
    ...(analysed as Omit<SearchedWord, 'corrections' | 'correctedCategories'>),
    corrections: [],
    correctedCategories: [],
  }));
}

/** The same words with those that they may be misspelt from: the nearest of those that have few enough errors. */
export async function correctWords(
  db: Database,
  words: readonly SearchedWord[],
  known: KnownWords = searchWords,
): Promise<readonly SearchedWord[]> {
  const candidates = await alikeWords(
    db,
    known,
    words.flatMap(({ word, stems }) => [word, ...stems].filter(isGuessable)),
  );
  const corrected = words.map((word) => ({ ...word, corrections: nearest(word, candidates) }));
  const found = await db.execute(sql`
    select to_json(${categoriesCalled(sql`array(select jsonb_array_elements_text(asked.corrections))`)}) as categories
    from jsonb_array_elements(${JSON.stringify(corrected.map(({ corrections }) => corrections))}::jsonb)
      with ordinality as asked (corrections, place)
    order by asked.place`);
  const called = resultRows(found).map(({ categories: ids }) => ids as readonly string[]);
  return corrected.map((word, index) => ({ ...word, correctedCategories: called[index] ?? [] }));
}

async function alikeWords(
  db: Database,
  known: KnownWords,
  forms: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await db.execute(sql`
    select asked.form, to_json(array(
      select ${known.word} from ${known}
      where ${known.deletions} && search_deletions(asked.form) limit ${mostCandidates}::integer
    )) as words
    from jsonb_array_elements_text(${JSON.stringify(forms)}::jsonb) as asked (form)`);
  return new Map(resultRows(found).map(({ form, words }) => [form as string, words as readonly string[]]));
}

function nearest({ word, stems }: SearchedWord, candidates: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const near = [word, ...stems].flatMap((form) =>
    (candidates.get(form) ?? [])
      .filter((candidate) => mayBeMisspelt(form, candidate))
      .map((candidate) => ({ candidate, errors: editDistance(form, candidate) })),
  );
  const fewest = Math.min(...near.map(({ errors }) => errors));
  return [...new Set(near.filter(({ errors }) => errors === fewest).map(({ candidate }) => candidate))];
}
