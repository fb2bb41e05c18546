import { Type } from 'typebox';
import { closed, oneOf } from '../../requests/plain-schemas.js';

/** A name that says something, without control characters. */
const classPattern = '^(?=.*\\S)[^\\p{Cc}]{1,64}$';

const TaxClass = Type.String({ pattern: classPattern });

/** Any integers: which of them are rates is the domain's to say, with the facts. */
const Rates = Type.Unsafe<Readonly<Record<string, number>>>({
  type: 'object',
  description:
    'Millionths by tax class: 200000 is 20 %, 0 is zero-rated. Each class that the catalogue uses needs one.',
  propertyNames: { pattern: classPattern },
  additionalProperties: { type: 'integer' },
  maxProperties: 100,
});

export const TaxRulesBody = Type.Object(
  {
    prices: Type.Unsafe<'exclusive' | 'inclusive'>({
      ...oneOf('exclusive', 'inclusive'),
      description: 'Whether tax is added to prices and charges, or is part of them.',
    }),
    rates: Rates,
    shippingClass: Type.Optional(TaxClass),
  },
  { ...closed, title: 'TaxRules' },
);
