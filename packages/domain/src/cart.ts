/** Carts: the subpath `@cartwright/domain/cart`. */
export type { CartId, CustomerId, VariantId } from './flavoured.js';
export { createCart, maximumCoupons, maximumLines, maximumQuantity, type Cart, type CartLine } from './cart/cart.js';
export {
  addCoupon,
  normaliseCouponCode,
  removeCoupon,
  type CouponNotFound,
  type EmptyCouponCode,
  type TooManyCoupons,
} from './cart/change-coupons.js';
export {
  addToCart,
  removeFromCart,
  setQuantity,
  type LineNotFound,
  type QuantityOutOfRange,
  type TooManyLines,
} from './cart/change-lines.js';
export { mergeCarts, type ClampedLine, type MergedCart } from './cart/merge-carts.js';
