import { accept, refuse, type Decision } from '../decision.js';
import { findMalformed, isCount, isRecord, type MalformedInput } from '../shape.js';
import { pricedCartShape } from './priced-cart-shape.js';
import { pricedCartVersion, type PricedCart } from './priced-cart.js';

/**
 * The document was stored by a later version of this package.
 *
 * @example const error: UnknownSchemaVersion = { type: 'input.schema-version-unknown', schemaVersion: 99 };
 */
export type UnknownSchemaVersion = { readonly type: 'input.schema-version-unknown'; readonly schemaVersion: number };

/**
 * Why a stored document cannot be read.
 *
 * @example const error: ReadError = { type: 'input.malformed', path: 'pricedCart.total.amount' };
 */
export type ReadError = MalformedInput | UnknownSchemaVersion;

/**
 * Reads a priced cart that any version of this package stored: it is checked, and an earlier form becomes the current
 * one (a document without `schemaVersion` is version 0, which had one customer segment instead of groups).
 * Errors: `input.malformed`, `input.schema-version-unknown`.
 *
 * @example readPricedCart(JSON.parse(JSON.stringify(priced))) // => { ok: true, value: priced }
 */
export function readPricedCart(json: unknown): Decision<PricedCart, ReadError> {
  const document = upcast(json, pricedCartVersion, upcastFrom0, 'pricedCart');
  if (!document.ok) return document;
  const malformed = findMalformed(pricedCartShape, document.value, 'pricedCart');
  return malformed === undefined ? accept(document.value as PricedCart) : refuse(malformed);
}

/** A document of the `current` version, which is 1: one of version 0 is made so. */
export function upcast(
  json: unknown,
  current: 1,
  upcastOldest: (document: Readonly<Record<string, unknown>>) => unknown,
  name: string,
): Decision<unknown, ReadError> {
  if (!isRecord(json)) return refuse({ type: 'input.malformed', path: name });
  const { schemaVersion = 0 } = json;
  if (!isCount(schemaVersion)) return refuse({ type: 'input.malformed', path: `${name}.schemaVersion` });
  if (schemaVersion > current) return refuse({ type: 'input.schema-version-unknown', schemaVersion });
  return accept(schemaVersion === 0 ? upcastOldest(json) : json);
}

/** Version 0 had one customer segment; its reasons named that, and did not explain why a promotion had no effect. */
function upcastFrom0({ segment, ...document }: Readonly<Record<string, unknown>>): unknown {
  const { skipped } = document;
  return {
    ...document,
    schemaVersion: 1,
    groups: [segment],
    skipped: Array.isArray(skipped) ? skipped.map(upcastSkipped) : skipped,
  };
}

function upcastSkipped(skipped: unknown): unknown {
  if (!isRecord(skipped) || !isRecord(skipped['reason'])) return skipped;
  const { reason } = skipped;
  const { type } = reason;
  if (type === 'promotion.segment-not-eligible') {
    const { segments: groups, segment } = reason;
    return { ...skipped, reason: { type: 'promotion.group-not-eligible', groups, customerGroups: [segment] } };
  }
  // What was missing is not known any more.
  return type === 'promotion.no-effect' ? { ...skipped, reason: { type, why: 'nothing-left' } } : skipped;
}
