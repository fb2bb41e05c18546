import type { AddressFault } from '@cartwright/application';
import type { Address } from '@cartwright/domain';
import type { ErrorObject, FuncKeywordDefinition, SchemaValidateFunction } from 'ajv';
import { makePostalFormats } from '../../../lib-address/postal-formats.js';

/** Marks the schema of an address, which is checked by the rules of its country. */
export const postalAddress = 'x-postal-address';

const { faultsOf, withRegionCode } = makePostalFormats();

const isComplete: SchemaValidateFunction = (_isPostal: boolean, address: unknown, _parent, at): boolean => {
  // Other keywords report a missing country and wrong types.
  if (!isOfTexts(address)) return true;
  const faults = faultsOf(address).filter(({ field }) => field !== 'country');
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
function errorOf({ field, code, values = [] }: AddressFault, path: string): Partial<ErrorObject> {
  switch (code) {
    case 'required':
      return { keyword: 'required', instancePath: path, params: { missingProperty: field } };
    case 'not-allowed':
      return { keyword: 'enum', instancePath: `${path}/${field}`, params: { allowedValues: values } };
    case 'format':
      return { keyword: 'pattern', instancePath: `${path}/${field}`, params: {} };
  }
}

/** Requires what an address in its country needs, and writes its region by its code, as the address book does. */
export const postalAddressKeyword: FuncKeywordDefinition = {
  keyword: postalAddress,
  type: 'object',
  errors: true,
  modifying: true,
  validate: isComplete,
};
