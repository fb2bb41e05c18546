import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { formatWithOptions } from 'node:util';
import { expect, test, vi } from 'vitest';
import type * as domain from './index.js';
import type { SkipReason } from './index.js';

const source = fileURLToPath(new URL('.', import.meta.url));
const readme = await readFile(join(source, '..', 'README.md'), 'utf8');

type Domain = Omit<typeof domain, 'accept' | 'refuse'>;
type ErrorOf<Answer> = Answer extends {
  readonly ok: false;
  readonly error: { readonly type: infer Type extends string };
}
  ? Type
  : never;
/** Of every function that the package exports. */
type ErrorType = {
  [Name in keyof Domain]: Domain[Name] extends (...args: never[]) => infer Answer ? ErrorOf<Answer> : never;
}[keyof Domain];

/** Does not compile while a type of error is missing or made up. */
const everyError: Readonly<Record<ErrorType, true>> = {
  'allocation.bad-weight': true,
  'allocation.no-weights': true,
  'cart.coupon-code-empty': true,
  'cart.coupon-not-found': true,
  'cart.empty': true,
  'cart.line-not-found': true,
  'cart.quantity-out-of-range': true,
  'cart.too-many-coupons': true,
  'cart.too-many-lines': true,
  'dispute.already-recorded': true,
  'dispute.already-settled': true,
  'dispute.amount-changed': true,
  'dispute.amount-not-positive': true,
  'dispute.exceeds-payment': true,
  'dispute.payment-not-found': true,
  'input.malformed': true,
  'input.schema-version-unknown': true,
  'money.currency-mismatch': true,
  'money.malformed': true,
  'money.not-an-integer': true,
  'money.off-step': true,
  'money.out-of-range': true,
  'money.too-many-decimals': true,
  'money.unknown-currency': true,
  'order.already-cancelled': true,
  'order.not-amendable': true,
  'withdrawal.already-recorded': true,
  'order.below-minimum': true,
  'order.deadline-ahead': true,
  'order.malformed': true,
  'order.money-gone-back': true,
  'order.not-cancellable': true,
  'order.not-pending': true,
  'order.not-refundable': true,
  'order.not-shippable': true,
  'order.payment-in-progress': true,
  'order.shipping-method-missing': true,
  'payment.already-recorded': true,
  'payment.amount-changed': true,
  'payment.amount-not-positive': true,
  'pricing.duplicate-line': true,
  'pricing.duplicate-promotion': true,
  'pricing.instant-malformed': true,
  'pricing.negative-amount': true,
  'pricing.no-price': true,
  'pricing.order-count-malformed': true,
  'pricing.promotion-malformed': true,
  'pricing.promotion-target-unsuitable': true,
  'pricing.tax-class-without-rate': true,
  'pricing.tax-rate-malformed': true,
  'pricing.variant-without-price': true,
  'rate.malformed': true,
  'rate.out-of-range': true,
  'refund.already-recorded': true,
  'refund.amount-changed': true,
  'refund.amount-not-positive': true,
  'refund.exceeds-captured': true,
  'refund.not-confirmed': true,
  'refund.not-found': true,
  'refund.not-pending': true,
  'refund.payment-not-found': true,
  'return.already-recorded': true,
  'return.shipping-exceeds-paid': true,
  'shipment.already-recorded': true,
  'shipment.not-found': true,
  'return.amount-not-positive': true,
  'tax.no-rest-of-world': true,
  'tax.no-zone': true,
  'cancellation.already-recorded': true,
  'waiver.already-recorded': true,
  'units.none': true,
  'units.not-available': true,
  'units.not-ordered': true,
};
const everySkipReason: Readonly<Record<SkipReason['type'], true>> = {
  'promotion.malformed': true,
  'promotion.not-started': true,
  'promotion.ended': true,
  'promotion.below-minimum-subtotal': true,
  'promotion.below-minimum-quantity': true,
  'promotion.not-contained': true,
  'promotion.group-not-eligible': true,
  'promotion.not-first-order': true,
  'promotion.coupon-missing': true,
  'promotion.usage-limit-reached': true,
  'promotion.customer-usage-limit-reached': true,
  'promotion.budget-exhausted': true,
  'promotion.currency-mismatch': true,
  'promotion.level-stopped': true,
  'promotion.group-lost': true,
  'promotion.not-combinable': true,
  'promotion.no-effect': true,
};

test('the README lists each type of error once, and no other', () => {
  const listed = [...readme.matchAll(/^\| `([^`]+)` \|/gm)].map(([, type]) => type);
  expect(listed).toStrictEqual(Object.keys(everyError).sort());
});

test('the README names each reason to skip a promotion', () => {
  const named = [...readme.matchAll(/`(promotion\.[^`]+)`/g)].map(([, type]) => type);
  expect(named).toStrictEqual(Object.keys(everySkipReason));
});

test("the README's example prints what it says", async () => {
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const promised = [...example.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
  expect(promised).toHaveLength(3);
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => {
    printed.push(formatWithOptions({ breakLength: Infinity }, ...values));
  });
  // Beside the sources, so that the runner resolves the package's name as it does for every test.
  const folder = await mkdtemp(join(source, '..', '.tmp-readme-'));
  try {
    const file = join(folder, 'example.ts');
    await writeFile(file, example);
    await import(/* @vite-ignore */ pathToFileURL(file).href);
  } finally {
    log.mockRestore();
    await rm(folder, { recursive: true });
  }
  expect(printed).toStrictEqual(promised);
});
