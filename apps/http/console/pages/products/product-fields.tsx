import { CheckField, Fields, SelectField, TextArea, TextField } from '../../ui/fields.js';
import { invalidField } from '../../api/problem.js';
import type { ManagedProduct, ProductOption } from '../../api/schemas.js';
import type { FormValues } from '../../ui/form-values.js';
import { CategoryFields } from './category-fields.js';
import { productStatuses } from './product-shape.js';

/** The fields of a product itself; a new one has no values yet. */
export function ProductFields({ product }: { readonly product?: ManagedProduct }) {
  return (
    <>
      <TextField label="Name" name="name" value={product?.name} required />
      <div class="side-by-side">
        <SelectField label="Status" name="status" options={productStatuses} value={product?.status ?? 'draft'} />
        <TextField label="Brand" name="brand" value={product?.brand} />
      </div>
      <TextField
        label="Slug"
        name="slug"
        value={product?.slug}
        hint="The last part of the product's address. Made from the name if it is empty."
      />
      <TextArea label="Description" name="description" value={product?.description ?? ''} hint="HTML." rows={6} />
      <TextField label="Tags" name="tags" value={product?.tags?.join(', ')} hint="Separated by commas." />
      <TextArea
        label="Options"
        name="options"
        value={(product?.options ?? []).map(({ name, values }) => `${name}: ${values.join(', ')}`).join('\n')}
        hint="One a line, such as Size: S, M, L."
        rows={3}
      />
      <CheckField label="Featured" name="featured" checked={product?.featured} />
      <CategoryFields name="categoryIds" chosen={product?.categoryIds} />
      <Fields legend="Search engines">
        <TextField label="Title" name="seo.title" value={product?.seo?.title} />
        <TextField label="Summary" name="seo.description" value={product?.seo?.description} />
      </Fields>
    </>
  );
}

/** The facts that these fields show. */
export const shownOf = (product: ManagedProduct): unknown => [
  product.name,
  product.status,
  product.brand,
  product.slug,
  product.description,
  product.tags,
  product.options,
  product.featured,
  product.categoryIds,
  product.seo,
];

/** What the API takes. For a change, an empty field clears. */
export function productBody(values: FormValues, isNew: boolean): object {
  const seo = { title: values.optional('seo.title'), description: values.optional('seo.description') };
  const texts = { description: values.optional('description'), brand: values.optional('brand') };
  const slug = values.optional('slug');
  return {
    name: values.text('name'),
    status: values.text('status'),
    featured: values.isChecked('featured'),
    tags: values.list('tags'),
    categoryIds: values.all('categoryIds'),
    options: values.lines('options').map(optionOf),
    ...(slug === undefined ? {} : { slug }),
    // JSON leaves out what is undefined.
    ...(isNew ? texts : { description: texts.description ?? null, brand: texts.brand ?? null }),
    ...(isNew && seo.title === undefined && seo.description === undefined ? {} : { seo }),
  };
}

function optionOf(line: string): ProductOption {
  const [, name, values] = /^([^:]+):(.+)$/u.exec(line) ?? [];
  if (name === undefined || values === undefined)
    throw invalidField('options', 'Write each option as its name, a colon and its values, such as Size: S, M, L.');
  return { name: name.trim(), values: values.split(',').map((value) => value.trim()) };
}
