import { editDistance, mayBeMisspelt } from '../../system/edit-distance.js';

/** The texts that a product is found by; `categories` are the names of its categories and of all above them. */
export type SearchedTexts = {
  readonly names: readonly string[];
  /** Brand, tags, SKUs, categories. */
  readonly titles: readonly string[];
  readonly descriptions: readonly string[];
};

/** With fewer matches than this, none of them by whole words, typing errors are considered. */
const few = 5;
const weight = {
  sameInName: 40,
  formInName: 32,
  inTitle: 16,
  partInName: 8,
  inDescription: 4,
  misspeltInName: 2,
  misspelt: 1,
};
const stopWords: ReadonlySet<string> = new Set(
  'a an and are as at by for from in is it of on or the to with'.split(' '),
);

/**
 * How well each product fits a search, without those that do not. It knows the regular plurals of English and few stop
 * words; otherwise it ranks as the real search does.
 */
export function searchProducts<Product>(
  search: string,
  products: readonly { readonly product: Product; readonly texts: SearchedTexts }[],
): ReadonlyMap<Product, number> {
  const words = [...new Set(tokensOf(search))];
  const telling = words.filter((word) => !stopWords.has(word));
  const asked = telling.length === 0 ? words : telling;
  const indexed = products.map(({ product, texts }) => ({ product, index: indexOf(texts) }));
  const known = indexed.flatMap(({ index }) => [...index.name.keys(), ...index.title.keys()]);
  const rank = (weightOf: (word: string, index: Index) => number) =>
    new Map(
      indexed.flatMap(({ product, index }): readonly (readonly [Product, number])[] => {
        const weights = asked.map((word) => weightOf(word, index));
        if (asked.length === 0 || weights.includes(0)) return [];
        return [[product, 100 * weights.reduce((sum, one) => sum + one, 0) - Math.min(index.length, 99)]];
      }),
    );
  const found = rank(asWritten);
  if (found.size >= few || rank((word, index) => (isWhole(word, index) ? 1 : 0)).size > 0) return found;
  const corrections = new Map(asked.map((word) => [word, nearest(word, known)]));
  return rank((word, index) => {
    const weightAsWritten = asWritten(word, index);
    if (weightAsWritten > 0) return weightAsWritten;
    const meant = corrections.get(word) ?? [];
    if (meant.some((one) => index.name.has(one))) return weight.misspeltInName;
    return meant.some((one) => index.title.has(one)) ? weight.misspelt : 0;
  });
}

type Index = {
  /** Each with whether it is a word as it is written, not only a form of one. */
  readonly name: ReadonlyMap<string, boolean>;
  readonly title: ReadonlyMap<string, boolean>;
  readonly description: ReadonlyMap<string, boolean>;
  readonly length: number;
};

const indexOf = ({ names, titles, descriptions }: SearchedTexts): Index => ({
  name: formsIn(names),
  title: formsIn(titles),
  description: formsIn(descriptions),
  length: tokensOf(names[0] ?? '').length,
});

const formsIn = (texts: readonly string[]): ReadonlyMap<string, boolean> => {
  const words = texts.flatMap(tokensOf);
  return new Map([
    ...words.flatMap(formsOf).map((form) => [form, false] as const),
    ...words.map((word) => [word, true] as const),
  ]);
};

const has = (word: string, forms: ReadonlyMap<string, boolean>): boolean =>
  formsOf(word).some((form) => forms.has(form));

const isWhole = (word: string, { name, title, description }: Index): boolean =>
  [name, title, description].some((forms) => has(word, forms));

function asWritten(word: string, { name, title, description }: Index): number {
  if (name.get(word) === true) return weight.sameInName;
  if (has(word, name)) return weight.formInName;
  if (has(word, title)) return weight.inTitle;
  if (isPartOf(word, name)) return weight.partInName;
  return has(word, description) ? weight.inDescription : 0;
}

/** One or two letters of an alphabet stand in too many words: two are looked up as their beginning. */
function isPartOf(word: string, forms: ReadonlyMap<string, boolean>): boolean {
  if (/^[a-z0-9]$/u.test(word)) return false;
  const isShort = /^[a-z0-9]{2}$/u.test(word);
  return [...forms.keys()].some((form) => (isShort ? form.startsWith(word) : form.includes(word)));
}

function nearest(word: string, known: readonly string[]): readonly string[] {
  const near = formsOf(word).flatMap((form) =>
    known
      .filter((candidate) => mayBeMisspelt(form, candidate))
      .map((candidate) => ({ candidate, errors: editDistance(form, candidate) })),
  );
  const fewest = Math.min(...near.map(({ errors }) => errors));
  return near.filter(({ errors }) => errors === fewest).map(({ candidate }) => candidate);
}

/** A word, and its singular where it looks like a plural. */
const formsOf = (word: string): readonly string[] => {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss')) return [word];
  if (word.endsWith('ies')) return [word, `${word.slice(0, -3)}y`];
  return [word, /(?:s|x|z|ch|sh)es$/u.test(word) ? word.slice(0, -2) : word.slice(0, -1)];
};

/** Whether a name has all words of a text, the last one as the beginning of a word. */
export function beginsLike(name: string, text: string): boolean {
  const [typed, own] = [tokensOf(text), tokensOf(name)];
  const last = typed.at(-1);
  if (last === undefined || !own.some((word) => word.startsWith(last))) return false;
  const forms = formsIn([name]);
  return typed.slice(0, -1).every((word) => has(word, forms));
}

/** The words of a text in lower case; Latin and Greek letters without accents. */
const tokensOf = (text: string): readonly string[] =>
  text
    .replaceAll(/<[^>]*>|&[a-z\d#]{1,10};/giu, ' ')
    .normalize('NFKD')
    .replaceAll(/(?<=[\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036F]+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .replaceAll('ø', 'o')
    .normalize('NFKC')
    .replaceAll(/['’]/gu, '')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
