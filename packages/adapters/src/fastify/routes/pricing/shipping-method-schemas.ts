import type { ShippingMethod } from '@cartwright/application';
import { Type, type Static } from 'typebox';
import { closed, nullable, text } from '../../requests/plain-schemas.js';
import { Charge, presentCharge } from './shipping-charges.js';
import { TaxClass } from './tax-rules.js';
import { presentZone, zoneFields } from './zone-schemas.js';

const Zones = Type.Array(Type.Object(zoneFields, { ...closed, title: 'Zone' }), {
  minItems: 1,
  maxItems: 500,
  description: 'Destinations in any of these zones. A zone without countries is the rest of the world.',
});
const Charges = Type.Array(Charge, {
  minItems: 1,
  maxItems: 200,
  description: 'The first in a currency applies.',
});
const Days = Type.Integer({ minimum: 0, maximum: 3650 });
const DeliveryDays = Type.Object({ min: Days, max: Days }, { ...closed, description: 'Calendar days.' });
const enabled = Type.Boolean({ description: 'Only enabled methods are offered.' });

const example = {
  name: 'Standard',
  zones: [{ countries: ['DE', 'AT'] }],
  charges: [
    {
      currency: 'EUR',
      type: 'flat',
      amount: { amount: 490, currency: 'EUR' },
      freeFrom: { amount: 5000, currency: 'EUR' },
    },
  ],
  deliveryDays: { min: 2, max: 4 },
  enabled: true,
};

export const ShippingMethodBody = Type.Object(
  {
    name: text(100),
    zones: Zones,
    charges: Charges,
    deliveryDays: Type.Optional(DeliveryDays),
    taxClass: Type.Optional(TaxClass),
    enabled: Type.Optional(enabled),
  },
  { ...closed, title: 'ShippingMethodDraft', examples: [example] },
);

export const ShippingMethodPatch = Type.Object(
  {
    name: Type.Optional(text(100)),
    zones: Type.Optional(Zones),
    charges: Type.Optional(Charges),
    deliveryDays: Type.Optional(nullable(DeliveryDays)),
    taxClass: Type.Optional(nullable(TaxClass)),
    enabled: Type.Optional(enabled),
  },
  { ...closed, title: 'ShippingMethodChanges', examples: [{ enabled: false }] },
);

export const ShippingMethodResponse = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    zones: Zones,
    charges: Charges,
    deliveryDays: Type.Optional(DeliveryDays),
    taxClass: Type.Optional(TaxClass),
    enabled,
  },
  { title: 'ShippingMethod' },
);

/** With members in a fixed order, so that the same method always has the same tag. */
export const presentMethod = ({
  id,
  name,
  zones,
  charges,
  deliveryDays,
  taxClass,
  enabled: isEnabled = true,
}: ShippingMethod): Static<typeof ShippingMethodResponse> => ({
  id,
  name,
  zones: zones.map(presentZone),
  charges: charges.map(presentCharge),
  ...(deliveryDays === undefined ? {} : { deliveryDays: { min: deliveryDays.min, max: deliveryDays.max } }),
  ...(taxClass === undefined ? {} : { taxClass }),
  enabled: isEnabled,
});
