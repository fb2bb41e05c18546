import type { Zone } from '@cartwright/domain';
import { Type } from 'typebox';
import { Country, text } from '../../requests/plain-schemas.js';

/** Destinations of a shipping method or of tax rules. */
export const zoneFields = {
  countries: Type.Array(Country, { maxItems: 250, description: 'Empty: the rest of the world.' }),
  regions: Type.Optional(Type.Array(text(100), { maxItems: 500, description: 'Only with exactly one country.' })),
  postalCodePrefixes: Type.Optional(
    Type.Array(text(20), {
      maxItems: 5000,
      description: 'Only with exactly one country; compared in upper case without spaces and hyphens.',
    }),
  ),
};

/** With members in a fixed order, so that the same zone always has the same tag. */
export const presentZone = ({ countries, regions, postalCodePrefixes }: Zone) => ({
  countries: [...countries],
  ...(regions === undefined ? {} : { regions: [...regions] }),
  ...(postalCodePrefixes === undefined ? {} : { postalCodePrefixes: [...postalCodePrefixes] }),
});
