import { availabilityOf, type CartView, type CatalogueItem } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { markLanguage } from '../../responses/catalogue-headers.js';
import { versionTag } from '../../responses/entity-tags.js';
import type { ImageUrl } from '../../responses/image-urls.js';
import { presentItem } from './present-item.js';
import { presentPricedLine, presentPricing } from './present-pricing.js';
import type { CartResponse } from './cart-schemas.js';

/** The whole priced cart as the response, with its language and, as the entity tag, its version. */
export function respondWithCart(reply: FastifyReply, view: CartView): CartResponse {
  void reply.header('etag', versionTag(view.stored.version));
  markLanguage(reply, view.locale);
  return presentCart(view, reply.server.imageUrl);
}

/** Its lines in the order in which they were added. */
function presentCart(
  { stored: { cart, checkout, version }, priced, items }: CartView,
  imageUrl: ImageUrl,
): CartResponse {
  const pricedLines = new Map(priced.lines.map((line) => [line.variantId, line]));
  return {
    id: cart.id,
    version,
    currency: cart.currency,
    lines: cart.lines.map((cartLine) => {
      const line = pricedLines.get(cartLine.variantId);
      const item = items.get(cartLine.variantId);
      if (line === undefined || item === undefined) return presentUnavailable(cartLine, cart.currency, item, imageUrl);
      return {
        ...presentPricedLine(line),
        ...presentItem(item, imageUrl),
        availability: availabilityOf(item),
        ...leftOf(item, line.quantity),
      };
    }),
    coupons: [...cart.couponCodes],
    ...(checkout as Partial<CartResponse>),
    pricing: presentPricing(priced),
  };
}

/** Units left, if fewer than the line has. */
const leftOf = ({ available }: CatalogueItem, quantity: number) =>
  available === undefined || available >= quantity ? {} : { available: Math.max(0, available) };

/** A line that cannot be sold. The totals exclude it. It shows no price of a list: that may be another group's. */
function presentUnavailable(
  { variantId, quantity }: CartView['stored']['cart']['lines'][number],
  currency: string,
  item: CatalogueItem | undefined,
  imageUrl: ImageUrl,
): CartResponse['lines'][number] {
  const nothing = { amount: 0, currency };
  return {
    variantId,
    name: '',
    ...(item === undefined ? {} : presentItem(item, imageUrl)),
    quantity,
    unitPrice: item?.offers.find(({ type, price }) => type === 'base' && price.currency === currency)?.price ?? nothing,
    subtotal: nothing,
    discounts: [],
    total: nothing,
    tax: nothing,
    availability: 'out_of_stock',
    available: 0,
  };
}
