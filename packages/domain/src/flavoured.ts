declare const flavour: unique symbol;

/**
 * A `T` that the compiler tells apart from other flavours of `T`, while a plain `T` still fits: a `ProductId` is no
 * `VariantId`, yet a string literal is either. JSON in and out needs no casts.
 */
export type Flavoured<T, Name extends string> = T & { readonly [flavour]?: Name };

/** Identifies what is bought: one product in one size, colour or edition. */
export type VariantId = Flavoured<string, 'VariantId'>;
export type ProductId = Flavoured<string, 'ProductId'>;
export type CategoryId = Flavoured<string, 'CategoryId'>;
export type CartId = Flavoured<string, 'CartId'>;
export type CustomerId = Flavoured<string, 'CustomerId'>;
export type OrderId = Flavoured<string, 'OrderId'>;
export type PromotionId = Flavoured<string, 'PromotionId'>;
export type RefundId = Flavoured<string, 'RefundId'>;
export type ShipmentId = Flavoured<string, 'ShipmentId'>;
export type ReturnId = Flavoured<string, 'ReturnId'>;
export type DisputeId = Flavoured<string, 'DisputeId'>;

/** A point in time as an RFC 3339 text in UTC, such as `2026-11-21T09:30:00.000Z`. */
export type Instant = Flavoured<string, 'Instant'>;

/** Orders two ids by UTF-16 code unit, the same in every locale. */
export const compareIds = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
