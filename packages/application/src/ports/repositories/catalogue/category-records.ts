import type { CategoryId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { Seo, SlugTaken } from './product-records.js';

/** What a category is called in another language. */
export type CategoryTranslation = { readonly name?: string; readonly seo?: Seo };

/** A category as editors see it. */
export type ManagedCategory = {
  readonly id: CategoryId;
  readonly slug: string;
  readonly name: string;
  /** Absent at the root. */
  readonly parentId?: CategoryId;
  readonly seo: Seo;
  readonly translations: Readonly<Record<string, CategoryTranslation>>;
  /** Grows by one with each change. */
  readonly version: number;
};

/** Another category of the same parent has the name. */
export type CategoryNameTaken = { readonly type: 'catalogue.category-name-taken'; readonly name: string };

/** Categories as editors change them. */
export type CategoryRecords = {
  readonly find: (id: CategoryId) => ResultAsync<ManagedCategory | undefined, never>;
  /**
   * Every category, in the order of their names. Until the transaction ends nobody else changes the tree, so that no
   * two moves make a circle together.
   */
  readonly lockTree: () => ResultAsync<readonly ManagedCategory[], never>;
  readonly list: () => ResultAsync<readonly ManagedCategory[], never>;
  /** Adds a category. Without a slug it gets a free one, made of its name, or of the whole path. */
  readonly add: (
    category: Omit<ManagedCategory, 'slug'> & { readonly slug?: string },
    path: readonly string[],
  ) => ResultAsync<ManagedCategory, SlugTaken | CategoryNameTaken>;
  readonly save: (category: ManagedCategory) => ResultAsync<ManagedCategory, SlugTaken | CategoryNameTaken>;
  /** Takes its products out of it. It may have nothing below. */
  readonly remove: (id: CategoryId) => ResultAsync<void, never>;
};
