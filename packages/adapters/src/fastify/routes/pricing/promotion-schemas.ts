import {
  visibilityByDefault,
  type PromotionChanges,
  type StoredPromotion,
  type UseCases,
} from '@cartwright/application';
import type { Money as Amount, Promotion } from '@cartwright/domain';
import { Type, type Static, type TSchema } from 'typebox';
import { invalidRequest } from '../../errors/request-problems.js';
import { closed, formsBy, Instant, Money, nullable, oneOf, text } from '../../requests/plain-schemas.js';

/** Any integers: the domain checks rates and counts. */
const Rate = Type.Integer({ description: 'Millionths, 0 to 1000000: 200000 is 20 %.' });
const Count = Type.Integer({ description: 'From 0.' });
const kind = <const Name extends string>(name: Name) => Type.Unsafe<Name>({ type: 'string', enum: [name] });
const Ids = Type.Optional(Type.Array(text(200), { maxItems: 1000 }));

const Selector = Type.Object(
  { variantIds: Ids, productIds: Ids, categoryIds: Ids },
  {
    ...closed,
    title: 'LineSelector',
    description: 'Lines that match any of its members; without members, all lines.',
  },
);
const UnitGroup = Type.Object({ selector: Selector, quantity: Type.Integer() }, { ...closed, title: 'UnitGroup' });

const Target = formsBy(
  'type',
  Type.Object({ type: kind('lines'), selector: Selector }, closed),
  Type.Object({ type: kind('order') }, closed),
  Type.Object({ type: kind('shipping') }, closed),
);

/** What a promotion takes off. `from` is where a tier begins. */
const effectWith = <const From extends TSchema>(from: From) =>
  formsBy(
    'type',
    Type.Object({ type: kind('percent'), rate: Rate, cap: Type.Optional(Money) }, closed),
    Type.Object({ type: kind('amount'), amount: Money, mode: oneOf('each', 'across') }, closed),
    Type.Object({ type: kind('fixedPrice'), price: Money }, closed),
    Type.Object(
      {
        type: kind('tiers'),
        by: oneOf('subtotal', 'quantity'),
        tiers: Type.Array(Type.Object({ from, rate: Rate }, closed), { minItems: 1, maxItems: 100 }),
      },
      closed,
    ),
    Type.Object({ type: kind('freeShipping') }, closed),
    Type.Object(
      {
        type: kind('buyXGetY'),
        buy: UnitGroup,
        get: UnitGroup,
        rate: Rate,
        maxApplications: Type.Optional(Type.Integer()),
      },
      closed,
    ),
  );
const start = { description: 'Money by subtotal, units by quantity.' };
/** As it is sent: the domain reports an amount that is none by its field. */
const Effect = effectWith(Type.Unknown(start));
const EffectResponse = effectWith(Type.Unsafe<Amount | number>({ ...start, anyOf: [Money, Type.Integer()] }));

const Conditions = Type.Object(
  {
    startsAt: Type.Optional(Instant),
    endsAt: Type.Optional(Instant),
    minimumSubtotal: Type.Optional(Money),
    minimumQuantity: Type.Optional(Count),
    contains: Type.Optional(Selector),
    groups: Type.Optional(Type.Array(text(100), { maxItems: 200 })),
    firstOrder: Type.Optional(Type.Boolean()),
    couponCode: Type.Optional(text(100)),
    singleUse: Type.Optional(Type.Boolean({ description: 'It applies only with one of its generated codes.' })),
    usageLimit: Type.Optional(Count),
    customerUsageLimit: Type.Optional(Count),
    budget: Type.Optional(Money),
  },
  { ...closed, title: 'PromotionConditions', description: 'All of them must hold.' },
);

const Priority = Type.Number({ description: 'Within a level the highest applies first; 0 when absent.' });
const Visibility = Type.Unsafe<'public' | 'secret'>({
  ...oneOf('public', 'secret'),
  description: 'A secret promotion is hidden until its code is entered. Promotions with a code are secret by default.',
});

const example = {
  name: 'Spring: 10 % off',
  target: { type: 'order' },
  effect: { type: 'percent', rate: 100_000, cap: { amount: 2000, currency: 'USD' } },
  conditions: { couponCode: 'spring10', endsAt: '2027-06-01T00:00:00Z', usageLimit: 500 },
};

/** A new promotion. */
export const PromotionBody = Type.Object(
  {
    name: text(200),
    target: Target,
    effect: Effect,
    conditions: Type.Optional(Conditions),
    priority: Type.Optional(Priority),
    exclusiveGroup: Type.Optional(text(100)),
    combinable: Type.Optional(Type.Boolean()),
    stops: Type.Optional(Type.Boolean()),
    visibility: Type.Optional(Visibility),
  },
  { ...closed, title: 'PromotionDraft', examples: [example] },
);

export const PromotionPatch = Type.Object(
  {
    name: Type.Optional(text(200)),
    target: Type.Optional(Target),
    effect: Type.Optional(Effect),
    conditions: Type.Optional(nullable(Conditions)),
    priority: Type.Optional(nullable(Priority)),
    exclusiveGroup: Type.Optional(nullable(text(100))),
    combinable: Type.Optional(nullable(Type.Boolean())),
    stops: Type.Optional(nullable(Type.Boolean())),
    visibility: Type.Optional(nullable(Visibility)),
  },
  {
    ...closed,
    title: 'PromotionChanges',
    examples: [{ name: 'Spring: 15 % off', effect: { type: 'percent', rate: 150_000 } }],
  },
);

const promotionFields = {
  id: Type.String(),
  name: Type.String(),
  target: Type.Unsafe<Promotion['target']>(Target),
  effect: Type.Unsafe<Promotion['effect']>(EffectResponse),
  conditions: Type.Optional(Type.Unsafe<NonNullable<Promotion['conditions']>>(Conditions)),
  priority: Type.Optional(Priority),
  exclusiveGroup: Type.Optional(Type.String()),
  combinable: Type.Optional(Type.Boolean()),
  stops: Type.Optional(Type.Boolean()),
  visibility: Visibility,
  archivedAt: Type.Optional(Instant),
};

export const PromotionResponse = Type.Object(promotionFields, { title: 'Promotion' });

export const PromotionWithUsageResponse = Type.Object(
  {
    ...promotionFields,
    usage: Type.Object(
      { uses: Type.Integer(), spent: Money },
      {
        description:
          'Orders that it was applied to, without cancelled ones, and their discount in the currency of its budget or ' +
          'else of the shop.',
      },
    ),
    spentByCurrency: Type.Array(Money, { description: 'The discount of these orders in each currency.' }),
  },
  { title: 'PromotionWithUsage' },
);

/** With members in a fixed order, so that the same promotion always has the same tag. */
export const presentPromotion = ({
  promotion: { id, name, target, effect, conditions, priority, exclusiveGroup, combinable, stops },
  visibility = visibilityByDefault(conditions),
  archivedAt,
}: StoredPromotion): Static<typeof PromotionResponse> => ({
  id,
  name,
  target: sorted(target),
  effect: sorted(effect),
  ...(conditions === undefined ? {} : { conditions: sorted(conditions) }),
  ...(priority === undefined ? {} : { priority }),
  ...(exclusiveGroup === undefined ? {} : { exclusiveGroup }),
  ...(combinable === undefined ? {} : { combinable }),
  ...(stops === undefined ? {} : { stops }),
  visibility,
  ...(archivedAt === undefined ? {} : { archivedAt }),
});

/** A value with the members of each object sorted by name. */
function sorted<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((each) => sorted<unknown>(each)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted<unknown>(member)])) as Value;
}

type Draft = Parameters<UseCases['addPromotion']>[0]['draft'];

/**
 * A promotion of a body; `at` is its field. The body may have tiers of either kind. The domain checks them, but ignores
 * unknown members of an amount, which are refused here.
 */
export function draftOf(body: Static<typeof PromotionBody>, at?: string): Draft {
  refuseUnknownAmounts(body.effect, at === undefined ? 'effect' : `${at}.effect`);
  return body as Draft;
}

/** The same for changes. */
export function changesOf(body: Static<typeof PromotionPatch>): PromotionChanges {
  if (body.effect !== undefined) refuseUnknownAmounts(body.effect, 'effect');
  return body as PromotionChanges;
}

function refuseUnknownAmounts(effect: Static<typeof Effect>, field: string): void {
  if (effect.type !== 'tiers') return;
  const unknown = effect.tiers.flatMap(({ from }, index) =>
    Object.keys(typeof from === 'object' && from !== null ? from : {})
      .filter((name) => !Object.hasOwn(Money.properties, name))
      .map((name) => ({ field: `${field}.tiers.${index}.from.${name}`, code: 'unknown', params: {} }) as const),
  );
  if (unknown.length > 0) throw invalidRequest(...unknown.map((error) => ({ ...error, message: 'is unknown' })));
}
