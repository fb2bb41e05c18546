import type { GraphQLFormattedError } from 'graphql';
import type { ShopResponse, Shop } from '../shop-over-http.js';

/** The answer to a document: its data and its errors, beside the HTTP answer. */
export type GraphqlResponse = {
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows the shape that it asked for
  readonly data: any;
  readonly errors: readonly GraphQLFormattedError[];
  readonly answer: ShopResponse;
};

/** Sends documents to `/graphql`. @example const { data } = await graphqlClient(shop)('{ shop { name } }') */
export const graphqlClient =
  ({ call }: Pick<Shop, 'call'>) =>
  async (
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
    headers: Record<string, string> = {},
  ): Promise<GraphqlResponse> => {
    const answer = await call('POST', '/graphql', { body: { query, variables }, headers });
    const { data, errors = [] } = answer.body ?? {};
    return { data, errors, answer };
  };

/** The code of each error. */
export const codesOf = ({ errors }: GraphqlResponse): readonly unknown[] =>
  errors.map(({ extensions }) => extensions?.['code']);
