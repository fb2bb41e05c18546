import type { ProductRefusal } from '../products/check-product.js';
import type { ImportFailure } from '../../ports/repositories/import-records.js';
import type { ProductFormat } from './fields.js';
import type { NothingAccepted, TitleMissing } from './merge-product.js';

/** Why a whole product is refused, as a failure of its rows; `undefined` if each row has its own reason. */
export function refusalOf(
  error: ProductRefusal | TitleMissing | NothingAccepted,
  { columnOf }: ProductFormat,
): Omit<ImportFailure, 'line'> | undefined {
  switch (error.type) {
    case 'import.title-missing':
      return { column: columnOf('title'), code: 'required', reason: `${columnOf('title')} is missing` };
    case 'import.no-variant':
      return { code: error.type, reason: 'All variants of the product are refused' };
    case 'catalogue.variant-duplicate':
      return {
        column: columnOf('option1Value'),
        code: error.type,
        reason: 'Another variant of the product has the same options',
      };
    case 'catalogue.tax-class-unknown':
      return {
        column: columnOf('taxable'),
        code: error.type,
        reason: `The shop's tax rules have no rate for '${error.taxClass}'`,
      };
    default:
      return { code: error.type, reason: 'The shop refuses the product' };
  }
}
