import { accept, refuse, type Decision } from '../../decision.js';
import type { PromotionId } from '../../flavoured.js';
import { formatMoney } from '../../money/format-money.js';
import type { Money } from '../../money/money.js';
import { findMalformed, isRecord, list, ownEntry, text, type MalformedInput } from '../../shape.js';
import { pricedCartShape } from '../priced-cart-shape.js';
import type { PricedCart } from '../priced-cart.js';
import type { NoEffect, SkipReason } from './skip-reason.js';

/**
 * What a sentence of the explanation is about: an applied promotion, a reason to skip one, or an unknown code. A
 * promotion without effect is explained by what it lacks.
 *
 * @example const type: MessageType = 'promotion.no-effect.next-tier';
 */
export type MessageType =
  | 'promotion.applied'
  | Exclude<SkipReason['type'], 'promotion.no-effect'>
  | `promotion.no-effect.${NoEffect['why']}`
  | 'coupon.unknown';

/**
 * A catalogue: one message for each type, and the locale that money is written in. In a message `{name}` stands for the
 * promotion, and the name of a fact in braces for that fact: money is written out, a rate is a percentage, and another
 * promotion (`{by}`, `{to}`) is called by its name. It is JSON; `englishMessages` is one.
 *
 * @example
 * const german: PromotionMessages = { ...englishMessages, locale: 'de', 'promotion.applied': '{name}: −{amount}' };
 */
export type PromotionMessages = { readonly locale: string } & { readonly [Type in MessageType]: string };

/**
 * A sentence of the explanation, with its type and the promotion that it is about (none for an unknown code).
 *
 * @example
 * const sentence = 'Sale: $2.00 off.';
 * const explained: PromotionSentence = { type: 'promotion.applied', promotionId: 'sale', sentence };
 */
export type PromotionSentence = {
  readonly type: MessageType;
  readonly promotionId?: PromotionId | undefined;
  readonly sentence: string;
};

/**
 * Explains a priced cart's promotions in sentences: each that applied, each that was skipped with its reason, and each
 * code that no promotion asks for. Errors: `input.malformed` (the priced cart, or a message that the catalogue lacks).
 *
 * @example explainPromotions(priced, englishMessages) // => { ok: true, value: [] }
 */
export function explainPromotions(
  priced: PricedCart,
  messages: PromotionMessages,
): Decision<readonly PromotionSentence[], MalformedInput> {
  const malformed = findMalformed(pricedCartShape, priced, 'priced');
  if (malformed !== undefined) return refuse(malformed);
  const { applied, skipped, unknownCoupons } = priced;
  const names = new Map([...applied, ...skipped].map(({ promotionId, name }) => [promotionId, name]));
  const textOf = (type: string): string | undefined => {
    const message: unknown = isRecord(messages) ? ownEntry(messages, type) : undefined;
    return typeof message === 'string' ? message : undefined;
  };
  const locale = textOf('locale');
  if (locale === undefined) return refuse({ type: 'input.malformed', path: 'messages.locale' });

  const write = (key: string, fact: unknown): string => {
    if (typeof fact === 'object' && list(text)(fact) !== undefined) {
      const written = formatMoney(fact as Money, locale);
      return written.ok ? written.value : '?';
    }
    if (key === 'rate') return `${Number(fact) / 10_000} %`;
    const written = String(fact);
    return (key === 'by' || key === 'to' ? names.get(written) : undefined) ?? written;
  };
  const sentences: PromotionSentence[] = [];
  const about: readonly (readonly [MessageType, object])[] = [
    ...applied.map((each) => ['promotion.applied', each] as const),
    ...skipped.map(
      ({ promotionId, name, reason }) => [messageTypeOf(reason), { ...reason, promotionId, name }] as const,
    ),
    ...unknownCoupons.map((code) => ['coupon.unknown', { code }] as const),
  ];
  for (const [type, facts] of about) {
    const message = textOf(type);
    if (message === undefined) return refuse({ type: 'input.malformed', path: `messages.${type}` });
    const id = 'promotionId' in facts ? { promotionId: facts.promotionId as PromotionId } : {};
    const sentence = message.replaceAll(/\{(\w+)\}/g, (braces, key: string) =>
      Object.hasOwn(facts, key) ? write(key, facts[key as keyof typeof facts]) : braces,
    );
    sentences.push({ type, ...id, sentence });
  }
  return accept(sentences);
}

const messageTypeOf = (reason: SkipReason): MessageType =>
  reason.type === 'promotion.no-effect' ? `${reason.type}.${reason.why}` : reason.type;
