import type { ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../../caller.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { HtmlSanitizer } from '../../ports/html-sanitizer.js';
import type { Ids } from '../../ports/ids.js';
import type { ManagedProduct, SaveProductRefusal } from '../../ports/repositories/catalogue/product-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { sanitizeTexts } from '../sanitize-texts.js';
import { checkProduct, type ProductRefusal } from './check-product.js';
import { newProduct, type NewProduct } from './new-product.js';

export type CreateProductCommand = NewProduct;
export type CreateProductError = ProductRefusal | SaveProductRefusal | StorageUnavailable;
/** Adds a product with its variants and their initial stock. It is a draft by default. */
export type CreateProduct = (
  command: CreateProductCommand,
  staff: StaffCaller,
) => ResultAsync<ManagedProduct, CreateProductError>;

export const makeCreateProduct =
  ({
    unitOfWork,
    clock,
    ids,
    htmlSanitizer,
  }: {
    readonly unitOfWork: UnitOfWork;
    readonly clock: Clock;
    readonly ids: Ids;
    readonly htmlSanitizer: HtmlSanitizer;
  }): CreateProduct =>
  (command, { userId: actor }) => {
    const { product, initial } = newProduct(sanitizeTexts(htmlSanitizer, command), ids, clock.now());
    return unitOfWork.run(({ products, pricing }) =>
      pricing
        .lockTaxShared()
        .andThen((tax) => checkProduct(product, tax))
        .andThen((checked) => products.add(checked, { initial, actor })),
    );
  };
