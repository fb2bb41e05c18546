import type { Money as Amount, ShippingCharge } from '@cartwright/domain';
import { Type, type Static } from 'typebox';
import { invalidRequest } from '../../errors/request-problems.js';
import { closed, formsBy, Money } from '../../requests/plain-schemas.js';

const Currency = Type.String({
  pattern: '^[A-Z]{3}$',
  description: 'ISO 4217; the same for all amounts of the charge.',
});
const freeFrom = Type.Optional(
  Type.Unsafe<Amount>({ ...Money, description: 'The charge is zero from this subtotal.' }),
);
const kind = <const Name extends string>(name: Name) => Type.Unsafe<Name>({ type: 'string', enum: [name] });
const tiers = { minItems: 1, maxItems: 100 } as const;

/** The charge of a method in one currency, as clients send it. */
export const Charge = formsBy(
  'type',
  Type.Object({ currency: Currency, type: kind('flat'), amount: Money, freeFrom }, { ...closed, title: 'FlatCharge' }),
  Type.Object(
    {
      currency: Currency,
      type: kind('subtotal'),
      tiers: Type.Array(Type.Object({ from: Money, amount: Money }, closed), tiers),
      freeFrom,
    },
    { ...closed, title: 'ChargeBySubtotal' },
  ),
  Type.Object(
    {
      currency: Currency,
      type: kind('weight'),
      tiers: Type.Array(
        Type.Object({ from: Type.Integer({ minimum: 0, description: 'Grams.' }), amount: Money }, closed),
        tiers,
      ),
      freeFrom,
    },
    { ...closed, title: 'ChargeByWeight' },
  ),
);
type Charge = Static<typeof Charge>;

const money = ({ amount, currency }: Amount): Amount => ({ amount, currency });

export const presentCharge = (charge: ShippingCharge): Charge => {
  const free = charge.freeFrom === undefined ? {} : { freeFrom: money(charge.freeFrom) };
  if (charge.type === 'flat') {
    return { currency: charge.amount.currency, type: 'flat', amount: money(charge.amount), ...free };
  }
  const currency = charge.tiers[0]?.amount.currency ?? '';
  return charge.by === 'weight'
    ? {
        currency,
        type: 'weight',
        tiers: charge.tiers.map(({ from, amount }) => ({ from, amount: money(amount) })),
        ...free,
      }
    : {
        currency,
        type: 'subtotal',
        tiers: charge.tiers.map(({ from, amount }) => ({ from: money(from), amount: money(amount) })),
        ...free,
      };
};

/** Converts a charge to the domain. A second currency in one charge is refused. */
export function readCharge(charge: Charge, index: number): ShippingCharge {
  const { currency, freeFrom: from } = charge;
  const amounts = [
    ...(charge.type === 'flat' ? [charge.amount] : charge.tiers.map(({ amount }) => amount)),
    ...(charge.type === 'subtotal' ? charge.tiers.map((tier) => tier.from) : []),
    ...(from === undefined ? [] : [from]),
  ];
  if (amounts.some((amount) => amount.currency !== currency)) {
    const message = 'must be the currency of all its amounts';
    const values = [...new Set(amounts.map((amount) => amount.currency))];
    throw invalidRequest({ field: `charges.${index}.currency`, code: 'not-allowed', params: { values }, message });
  }
  const free = from === undefined ? {} : { freeFrom: from };
  switch (charge.type) {
    case 'flat':
      return { type: 'flat', amount: charge.amount, ...free };
    case 'subtotal':
      return { type: 'tiered', by: 'subtotal', tiers: charge.tiers, ...free };
    case 'weight':
      return { type: 'tiered', by: 'weight', tiers: charge.tiers, ...free };
  }
}
