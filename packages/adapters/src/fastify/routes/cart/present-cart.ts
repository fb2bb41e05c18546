import { availabilityOf, type CartView, type CatalogueItem } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { versionTag } from '../../responses/entity-tags.js';
import { presentPricedLine, presentPricing } from './present-pricing.js';
import type { CartAnswer } from './cart-schemas.js';

/** The whole priced cart as the response, with its version as the entity tag. */
export function answerCart(reply: FastifyReply, view: CartView): CartAnswer {
  void reply.header('etag', versionTag(view.stored.version));
  return presentCart(view);
}

/** Its lines in the order in which they were added. */
function presentCart({ stored: { cart, version }, priced, items }: CartView): CartAnswer {
  const pricedLines = new Map(priced.lines.map((line) => [line.variantId, line]));
  return {
    id: cart.id,
    version,
    currency: cart.currency,
    lines: cart.lines.flatMap(({ variantId }) => {
      const line = pricedLines.get(variantId);
      const item = items.get(variantId);
      if (line === undefined || item === undefined)
        throw new Error('a priced cart has a price and an item for each line');
      return [{ ...presentPricedLine(line), name: item.name, availability: availabilityOfItem(item) }];
    }),
    coupons: [...cart.couponCodes],
    pricing: presentPricing(priced),
  };
}

const availabilityOfItem = ({ onSale, available }: CatalogueItem) =>
  onSale ? availabilityOf(available) : 'out_of_stock';
