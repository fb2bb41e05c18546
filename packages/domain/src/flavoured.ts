import { compareValues } from './compare-values.js';

declare const flavour: unique symbol;

/**
 * A `T` that the compiler keeps apart from other flavours of `T`, while a plain `T` still fits: a `ProductId` is no
 * `VariantId`, yet a string literal is either. JSON in and out needs no casts.
 *
 * @example type SupplierId = Flavoured<string, 'SupplierId'>;
 */
export type Flavoured<T, Name extends string> = T & { readonly [flavour]?: Name };

/**
 * Identifies what is bought: one product in one size, colour or edition.
 *
 * @example const id: VariantId = 'mug-blue';
 */
export type VariantId = Flavoured<string, 'VariantId'>;

/**
 * Identifies a product: the variants that are sold under one name.
 *
 * @example const id: ProductId = 'mug';
 */
export type ProductId = Flavoured<string, 'ProductId'>;

/**
 * Identifies a category that products are in.
 *
 * @example const id: CategoryId = 'kitchen';
 */
export type CategoryId = Flavoured<string, 'CategoryId'>;

/**
 * Identifies a cart.
 *
 * @example const id: CartId = 'cart-1';
 */
export type CartId = Flavoured<string, 'CartId'>;

/**
 * Identifies a customer who is known to the shop; guests have none.
 *
 * @example const id: CustomerId = 'ann';
 */
export type CustomerId = Flavoured<string, 'CustomerId'>;

/**
 * Identifies an order; people call it by its number.
 *
 * @example const id: OrderId = 'order-1';
 */
export type OrderId = Flavoured<string, 'OrderId'>;

/**
 * Identifies a promotion; of two on one level with one priority the lower id applies first.
 *
 * @example const id: PromotionId = 'summer-sale';
 */
export type PromotionId = Flavoured<string, 'PromotionId'>;

/**
 * Identifies a refund, so that a retry of the command requests no second one.
 *
 * @example const id: RefundId = 'refund-1';
 */
export type RefundId = Flavoured<string, 'RefundId'>;

/**
 * Identifies a parcel.
 *
 * @example const id: ShipmentId = 'parcel-1';
 */
export type ShipmentId = Flavoured<string, 'ShipmentId'>;

/**
 * Identifies a return.
 *
 * @example const id: ReturnId = 'return-1';
 */
export type ReturnId = Flavoured<string, 'ReturnId'>;

/**
 * Identifies a withdrawal from the contract.
 *
 * @example const id: WithdrawalId = 'withdrawal-1';
 */
export type WithdrawalId = Flavoured<string, 'WithdrawalId'>;

/**
 * Identifies a cancellation or a waiver of units, so that a retry of the command changes nothing.
 *
 * @example const id: UnitCancellationId = 'cancellation-1';
 */
export type UnitCancellationId = Flavoured<string, 'UnitCancellationId'>;

/**
 * Identifies a dispute: the provider's own id of it.
 *
 * @example const id: DisputeId = 'dp_1';
 */
export type DisputeId = Flavoured<string, 'DisputeId'>;

/**
 * A point in time as an RFC 3339 text in UTC, such as `2026-11-21T09:30:00.000Z`.
 *
 * @example const closing: Instant = '2026-11-21T18:00:00Z';
 */
export type Instant = Flavoured<string, 'Instant'>;

/**
 * Orders two ids by UTF-16 code unit, the same in every locale.
 *
 * @example ['b', 'a', 'B'].sort(compareIds) // => ['B', 'a', 'b']
 */
export const compareIds: (left: string, right: string) => number = compareValues;
