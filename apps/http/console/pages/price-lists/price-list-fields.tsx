import { useState } from 'preact/hooks';
import { fromLocalInput, toLocalInput } from '../../api/dates.js';
import type { PriceList } from '../../api/schemas.js';
import { SelectField, TextField } from '../../ui/fields.js';
import type { FormValues } from '../../ui/form-values.js';

export type PriceListProps = {
  readonly list: PriceList;
  readonly etag: string | undefined;
  readonly reload: () => void;
};
type Props = { readonly list?: PriceList | undefined; readonly currencies: readonly string[] };

const customers = [
  ['all', 'Everybody'],
  ['groups', 'Customers of some groups'],
] as const;

/** Whom a price list is for, and when. */
export function PriceListFields({ list, currencies }: Props) {
  const [who, setWho] = useState<string>(list?.groups === undefined ? 'all' : 'groups');
  // Prices have the currency of their list.
  const choices = list === undefined || list.prices.length === 0 ? currencies : [list.currency];
  return (
    <>
      <TextField label="Name" name="name" value={list?.name} required />
      <div class="side-by-side">
        <SelectField
          label="Currency"
          name="currency"
          options={choices.map((each) => [each, each] as const)}
          value={list?.currency}
        />
        <TextField
          label="Priority"
          name="priority"
          value={list?.priority}
          hint="Of several lists, the highest applies. 0 if it is empty."
        />
      </div>
      <SelectField label="Customers" name="customers" options={customers} value={who} onChange={setWho} />
      {who === 'groups' && (
        <TextField
          label="Groups"
          name="groups"
          value={list?.groups?.join(', ')}
          hint="Separated by commas. Nobody has these prices if it is empty."
        />
      )}
      <div class="side-by-side">
        <TextField label="Starts" name="startsAt" type="datetime-local" value={toLocalInput(list?.startsAt)} />
        <TextField label="Ends" name="endsAt" type="datetime-local" value={toLocalInput(list?.endsAt)} />
      </div>
    </>
  );
}

/** The facts that these fields show. */
export const shownOf = ({ name, currency, groups, startsAt, endsAt, priority }: PriceList): unknown => [
  name,
  currency,
  groups,
  startsAt,
  endsAt,
  priority,
];

/** What the API takes. For a change of `before`, an empty field clears. */
export function priceListBody(values: FormValues, before?: PriceList): object {
  const empty = before === undefined ? undefined : null;
  return {
    name: values.text('name'),
    currency: values.text('currency'),
    // JSON leaves out what is undefined.
    groups: values.text('customers') === 'groups' ? values.list('groups') : empty,
    startsAt: fromLocalInput(values.text('startsAt'), before?.startsAt) ?? empty,
    endsAt: fromLocalInput(values.text('endsAt'), before?.endsAt) ?? empty,
    priority: values.integer('priority') ?? empty,
  };
}
