import type { Order, VariantId } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import { digitalPurchasesOf, downloadIdOf, isWithdrawn, type DigitalPurchase } from './digital-purchase.js';

/** Nothing that was bought and paid has this id, or somebody else bought it. */
export type DownloadNotFound = { readonly type: 'download.not-found'; readonly downloadId: string };
/**
 * The order was cancelled, or the money has gone back, all of it or what was paid for this: what it gave is taken back.
 */
export type DownloadWithdrawn = { readonly type: 'download.withdrawn'; readonly orderId: string };
/** The shop has no file for it, or no longer. */
export type DownloadFileMissing = { readonly type: 'download.file-missing'; readonly variantId: VariantId };

/** One variant's purchase in an order. */
export function findPurchase(
  order: Order,
  variantId: VariantId,
): Result<DigitalPurchase, DownloadNotFound | DownloadWithdrawn> {
  const purchase = digitalPurchasesOf(order).find((one) => one.variantId === variantId);
  if (purchase !== undefined) return ok(purchase);
  const line = order.pricing.lines.find((one) => one.variantId === variantId && one.digital);
  return line !== undefined && isWithdrawn(order, line)
    ? err({ type: 'download.withdrawn', orderId: order.id })
    : err({ type: 'download.not-found', downloadId: downloadIdOf({ orderId: order.id, variantId }) });
}
