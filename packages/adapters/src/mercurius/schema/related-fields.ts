import type { GraphQLFieldConfigMap, GraphQLOutputType } from 'graphql';
import type { Operations } from '../operations/collect-operations.js';
import { listParts } from './connections.js';
import type { Context } from './context.js';
import type { OutputTypes } from './output-types.js';

/** A field that leads from a row to a product or a variant: the operation that reads it and the member with its id. */
type Relation = { readonly operation: 'listProducts' | 'listVariants'; readonly by: 'productId' | 'variantId' };

const product: Relation = { operation: 'listProducts', by: 'productId' };
const variant: Relation = { operation: 'listVariants', by: 'variantId' };

/** The relations of each type, which REST leaves to further requests. */
const relations: Readonly<Record<string, Readonly<Record<string, Relation>>>> = {
  CartLine: { product, variant },
  OrderLine: { variant },
  OrderRowLine: { variant },
  FoundOrderLine: { variant },
  VariantOfProduct: { product },
  ProductSalesRow: { variant },
  LowStockRow: { variant },
};

/** A row that has relations. Its prices state the currency. */
type Parent = {
  readonly productId?: string;
  readonly variantId?: string;
  readonly currency?: string;
  readonly unitPrice?: { readonly currency: string };
  readonly price?: { readonly currency: string };
};

/** The fields of a type that lead to other rows. `null` where the product or the variant is no longer for sale. */
export function relatedFields(
  operations: Operations,
  types: () => OutputTypes,
): (typeName: string) => GraphQLFieldConfigMap<Parent, Context> {
  const typeOf = ({ operation }: Relation): GraphQLOutputType => {
    const found = operations.get(operation);
    if (found === undefined) throw new Error(`${operation} is no operation`);
    return types()(listParts(found).row, operation);
  };
  return (typeName) =>
    Object.fromEntries(
      Object.entries(relations[typeName] ?? {}).map(([name, relation]) => [
        name,
        {
          type: typeOf(relation),
          description: '`null` if it is no longer for sale.',
          resolve: async (row, _args, context) => {
            const id = row[relation.by];
            const currency = row.unitPrice?.currency ?? row.price?.currency ?? row.currency;
            if (id === undefined) return null;
            return context.loaderOf(relation.operation).load({ id, ...(currency === undefined ? {} : { currency }) });
          },
        },
      ]),
    );
}
