import slugify from '@sindresorhus/slugify';

/** Shorter than an address may be (255) by what a number after it needs, and than an index can hold in any script. */
const maxLength = 200;

/**
 * A name as a part of an address: in Latin letters where they can be found (`Käse` is `kaese`, `Чай` is `chay`). A name
 * with a word that has none, as in Chinese, Korean, Hindi, Thai, Japanese or Hebrew, keeps its own letters. Empty only
 * for a name without any letter or digit.
 *
 * @example slugOf('Käse & Brot') // 'kaese-and-brot'
 * @example slugOf('日本 Tea') // '日本-tea'
 */
export function slugOf(name: string): string {
  const words = name.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const slug = words.every((word) => latin(word) !== '') ? latin(name) : own(name);
  return Array.from(slug).slice(0, maxLength).join('').replace(/-$/u, '');
}

const latin = (text: string): string => slugify(text, { decamelize: false });

const own = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');

/** The slugs of a category from which `freeSlug` chooses, for a path of names from the root. */
export const categorySlugs = (path: readonly string[]): { readonly short: string; readonly whole: string } => ({
  short: slugOf(path.at(-1) ?? ''),
  whole: slugOf(path.join(' ')),
});

/**
 * The slug of the last name when it is free, else that of the whole path, else that with a number; the id of a category
 * without letters.
 */
export function freeSlug(
  { short, whole }: ReturnType<typeof categorySlugs>,
  id: string,
  taken: ReadonlySet<string>,
): string {
  if (whole === '') return id;
  const free = [short, whole].find((slug) => slug !== '' && !taken.has(slug));
  if (free !== undefined) return free;
  for (let number = 2; ; number += 1) {
    const slug = `${whole}-${number}`;
    if (!taken.has(slug)) return slug;
  }
}

/** Addresses below that of all products that are no product's. */
export const reservedSlugs: readonly string[] = ['featured', 'suggest'];
