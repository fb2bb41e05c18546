import { err, ok, ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { CatalogueReader, CategoryView } from '../ports/read-models/catalogue-reader.js';
import type { ReadOriginalLocale } from '../shop/original-locale.js';
import { chooseLocale } from './choose-locale.js';

type Reading = { readonly locales?: readonly string[] };
type Deps = {
  readonly catalogueReader: Pick<CatalogueReader, 'categories'>;
  readonly clock: Clock;
  readonly readOriginalLocale: ReadOriginalLocale;
};

/** The category tree and its language. */
export type ListCategories = (
  query: Reading,
) => ResultAsync<{ readonly data: readonly CategoryView[]; readonly locale: string }, StorageUnavailable>;

export const makeListCategories =
  ({ catalogueReader, clock, readOriginalLocale }: Deps): ListCategories =>
  ({ locales = [] }) =>
    ResultAsync.combine([catalogueReader.categories(clock.now()), readOriginalLocale()]).map(([tree, original]) => {
      const locale = chooseLocale(locales, localesOf(tree), original);
      return { data: tree.map((category) => translate(category, locale)), locale };
    });

/** A category with its descendants and ancestors. */
export type CategoryPage = CategoryView & {
  /** Root first, without the category itself. */
  readonly ancestors: readonly Pick<CategoryView, 'id' | 'slug' | 'name'>[];
};
export type CategoryNotFound = { readonly type: 'catalogue.category-not-found'; readonly slug: string };
/** One category and its language. */
export type ViewCategory = (
  query: Reading & { readonly slug: string },
) => ResultAsync<{ readonly category: CategoryPage; readonly locale: string }, CategoryNotFound | StorageUnavailable>;

export const makeViewCategory = (deps: Deps): ViewCategory => {
  const listCategories = makeListCategories(deps);
  return ({ slug, ...reading }) =>
    listCategories(reading).andThen(({ data, locale }) => {
      const path = pathTo(data, slug);
      const category = path.at(-1);
      if (category === undefined) return err({ type: 'catalogue.category-not-found', slug } as const);
      const ancestors = path.slice(0, -1).map(({ id, slug: above, name }) => ({ id, slug: above, name }));
      return ok({ category: { ...category, ancestors }, locale });
    });
};

const localesOf = (tree: readonly CategoryView[]): readonly string[] =>
  tree.flatMap(({ translations = {}, children }) => [...Object.keys(translations), ...localesOf(children)]);

function translate({ translations = {}, ...category }: CategoryView, locale: string): CategoryView {
  const { name = category.name, seo } = translations[locale] ?? {};
  return {
    ...category,
    name,
    seo: { ...category.seo, ...seo },
    children: category.children.map((child) => translate(child, locale)),
  };
}

/** From the root to the category; empty if no category has the slug. */
function pathTo(tree: readonly CategoryView[], slug: string): readonly CategoryView[] {
  for (const category of tree) {
    if (category.slug === slug) return [category];
    const below = pathTo(category.children, slug);
    if (below.length > 0) return [category, ...below];
  }
  return [];
}
