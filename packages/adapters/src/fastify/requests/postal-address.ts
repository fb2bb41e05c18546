import type { FuncKeywordDefinition, SchemaValidateFunction } from 'ajv';
import { isCityRequired } from '../../lib-address/address-formats.js';

/** Marks the schema of an address, whose required fields depend on its country. */
export const postalAddress = 'x-postal-address';

type Fields = { readonly country?: unknown; readonly city?: unknown };

const hasRequiredFields: SchemaValidateFunction = (_isPostal: boolean, { country, city }: Fields): boolean => {
  if (city !== undefined || typeof country !== 'string' || !isCityRequired(country)) return true;
  const error = { keyword: 'required', params: { missingProperty: 'city' }, message: 'is required' };
  hasRequiredFields.errors = [error];
  return false;
};

/** Requires what an address in its country needs. */
export const postalAddressKeyword: FuncKeywordDefinition = {
  keyword: postalAddress,
  type: 'object',
  errors: true,
  validate: hasRequiredFields,
};
