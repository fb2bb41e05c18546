import type { UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem } from '../../errors/problem.js';
import { localeAndCurrencyQuery } from '../../requests/shopper.js';
import { closed, Id, Money } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';

const SuggestQuery = Type.Object(
  {
    q: Type.String({ maxLength: 200, description: 'The text typed so far.', examples: ['lan'] }),
    ...localeAndCurrencyQuery,
  },
  closed,
);

const SuggestResponse = Type.Object({
  products: Type.Array(
    Type.Object(
      {
        id: Id,
        slug: Type.String(),
        name: Type.String(),
        image: Type.Optional(Type.String()),
        price: Type.Optional(Money),
      },
      { title: 'SuggestedProduct', description: '`price` is the price of the cheapest variant.' },
    ),
  ),
  categories: Type.Array(
    Type.Object({ id: Id, slug: Type.String(), name: Type.String() }, { title: 'SuggestedCategory' }),
  ),
  brands: Type.Array(Type.Object({ name: Type.String() }, { title: 'SuggestedBrand' })),
});

/** Suggestions for a search field. */
export const suggestionRoutes =
  ({ suggestProducts }: UseCases): Routes =>
  (app, _options, done) => {
    app.get(
      '/products/suggest',
      {
        schema: {
          tags: ['Catalogue'],
          operationId: 'suggestProducts',
          summary: 'Suggest products',
          description:
            'At most five products, categories and brands that match the text: each of its words is in ' +
            'the name, and the last one is the start of a word.',
          querystring: SuggestQuery,
          response: { 200: SuggestResponse },
        },
        config: { access: suggestProducts.access, revalidated: true, problems: listProblems },
      },
      async (request, reply) => {
        const { q: text, ...localeAndCurrency } = request.query;
        return app.respondFromCache<typeof SuggestResponse>(request, reply, localeAndCurrency, async (shopper) => {
          const suggested = await orProblem(suggestProducts({ ...shopper, text }), listProblems);
          const { products, categories, brands, locale } = suggested;
          const presented = products.map(({ id, slug, name, images: [image], variants }) => {
            const [cheapest] = variants.map(({ price }) => price).toSorted((left, right) => left.amount - right.amount);
            return {
              id,
              slug,
              name,
              ...(image === undefined ? {} : { image: app.imageUrl(image.url) }),
              ...(cheapest === undefined ? {} : { price: cheapest }),
            };
          });
          const content = { products: presented, categories, brands: brands.map((name) => ({ name })) };
          return { content, locale };
        });
      },
    );
    done();
  };
