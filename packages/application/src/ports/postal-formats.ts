import type { Address } from '@cartwright/domain';

/** What is wrong with a field of an address in its country. */
export type AddressFault = { readonly field: keyof Address } & (
  | { readonly code: 'required' | 'format' }
  /** `values` are the allowed texts. */
  | { readonly code: 'not-allowed'; readonly values: readonly string[] }
);

/** What addresses look like in each country. */
export type PostalFormats = {
  /** Each field that is missing or malformed in the country of the address; none when it is complete. */
  readonly faultsOf: (address: Address) => readonly AddressFault[];
  /**
   * A complete address with the code of its region, such as `NY` for "New York": zones for tax and shipping have codes.
   */
  readonly withRegionCode: (address: Address) => Address;
};
