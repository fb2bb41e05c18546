import type { AddressFault } from '@cartwright/application';
import type { Address } from '@cartwright/domain';
import type { ErrorObject, FuncKeywordDefinition, SchemaValidateFunction } from 'ajv';
import { makePostalFormats } from '../../../lib-address/postal-formats.js';

/** Marks the schema of an address, whose region is written by its code. */
export const postalAddress = 'x-postal-address';

/** A complete address needs a city where its country has cities; a destination needs nothing but its country. */
export type AddressUse = 'complete' | 'destination';

const { faultsOf, withRegionCode } = makePostalFormats();

/** Whether an order cannot do without it: region and postal code are not checked (docs/adr/0082). */
const isNeeded = ({ field }: AddressFault): boolean =>
  field !== 'country' && field !== 'region' && field !== 'postalCode';

const isComplete: SchemaValidateFunction = (use: AddressUse, address: unknown, _parent, at): boolean => {
  // Other keywords report a missing country and wrong types.
  if (!isOfTexts(address)) return true;
  const faults = use === 'destination' ? [] : faultsOf(address).filter(isNeeded);
  isComplete.errors = faults.map((fault) => errorOf(fault, at?.instancePath ?? ''));
  if (faults.length > 0) return false;
  Object.assign(address, withRegionCode(address));
  return true;
};

const isOfTexts = (address: unknown): address is Address =>
  typeof address === 'object' &&
  address !== null &&
  'country' in address &&
  Object.values(address).every((value) => typeof value === 'string');

/** In the form of JSON Schema's own errors. */
function errorOf(fault: AddressFault, path: string): Partial<ErrorObject> {
  const { field } = fault;
  switch (fault.code) {
    case 'required':
      return { keyword: 'required', instancePath: path, params: { missingProperty: field } };
    case 'not-allowed':
      return { keyword: 'enum', instancePath: `${path}/${field}`, params: { allowedValues: fault.values } };
    case 'format':
      return { keyword: 'pattern', instancePath: `${path}/${field}`, params: {} };
  }
}

/**
 * Checks an address of a cart or an order, and writes its region by its code. Region and postal code may be missing or
 * unusual; those of the address book may not.
 */
export const postalAddressKeyword: FuncKeywordDefinition = {
  keyword: postalAddress,
  type: 'object',
  errors: true,
  modifying: true,
  validate: isComplete,
};
