import type { Zone } from '../../api/schemas.js';
import { TextField } from '../../ui/fields.js';
import type { FormValues } from '../../ui/form-values.js';

export function ZoneFields({ prefix, zone }: { readonly prefix: string; readonly zone: Zone | undefined }) {
  return (
    <div class="side-by-side">
      <TextField
        label="Countries"
        name={`${prefix}countries`}
        value={zone?.countries.join(', ')}
        hint="Codes such as DE, AT. Empty for the rest of the world."
      />
      <TextField label="Regions" name={`${prefix}regions`} value={zone?.regions?.join(', ')} />
      <TextField
        label="Postal codes that begin with"
        name={`${prefix}postalCodePrefixes`}
        value={zone?.postalCodePrefixes?.join(', ')}
      />
    </div>
  );
}

export function readZone(values: FormValues, prefix: string): Zone {
  const regions = values.list(`${prefix}regions`);
  const postalCodePrefixes = values.list(`${prefix}postalCodePrefixes`);
  return {
    countries: values.list(`${prefix}countries`).map((code) => code.toUpperCase()),
    ...(regions.length === 0 ? {} : { regions }),
    ...(postalCodePrefixes.length === 0 ? {} : { postalCodePrefixes }),
  };
}

/** A zone in a list. */
export const zoneText = ({ countries, regions = [], postalCodePrefixes = [] }: Zone): string =>
  [countries.join(', ') || 'Rest of the world', regions.join(', '), postalCodePrefixes.join(', ')]
    .filter((part) => part !== '')
    .join(' / ');
