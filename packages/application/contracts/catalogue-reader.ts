import type { CatalogueReader, UnitOfWork } from '@cartwright/application';
import { describe } from 'vitest';
import { describeCategories } from './catalogue-reader/categories.js';
import { describeChanges } from './catalogue-reader/changes.js';
import { describeFacets } from './catalogue-reader/facets.js';
import { describeFilters } from './catalogue-reader/filters.js';
import { describePages } from './catalogue-reader/pages.js';
import { describeProducts } from './catalogue-reader/products.js';
import { describePublication } from './catalogue-reader/publication.js';
import { describeSales } from './catalogue-reader/sales.js';
import { describeSearch } from './catalogue-reader/search.js';
import { describeSlugs } from './catalogue-reader/slugs.js';
import { byName, wholeList, type CatalogueVisit } from './catalogue-reader/visit.js';
import { listedInUsd, sampleProduct, saveProduct, valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type CatalogueReaderSubject = {
  /** Of the same, empty storage as the reader, with US dollars for its currency. */
  readonly unitOfWork: UnitOfWork;
  readonly reader: CatalogueReader;
  readonly dispose: () => Promise<void>;
};

/** What every `CatalogueReader` promises. `makeSubject` is called before each test, with empty storage each time. */
export const describeCatalogueReaderContract = (
  name: string,
  makeSubject: () => Promise<CatalogueReaderSubject>,
): void => {
  describe(`${name} as a catalogue reader`, () => {
    const subject = subjectForEachTest(makeSubject);
    const list: CatalogueVisit['list'] = async ({ filter = {}, sorting = byName, page = wholeList } = {}) =>
      valueOf(await subject().reader.products(filter, sorting, page, listedInUsd));
    const visit: CatalogueVisit = {
      unitOfWork: () => subject().unitOfWork,
      reader: () => subject().reader,
      add: async (facts, at) => (await saveProduct(subject().unitOfWork, sampleProduct(facts), at)).productId,
      list,
      names: async (filter) => (await list({ filter })).data.map((product) => product.name),
      tree: async () => valueOf(await subject().reader.categories(listedInUsd.at)),
    };
    describeProducts(visit);
    describeFilters(visit);
    describeFacets(visit);
    describeSales(visit);
    describeSearch(visit);
    describePages(visit);
    describeCategories(visit);
    describeSlugs(visit);
    describePublication(visit);
    describeChanges(visit);
  });
};
