import {
  escapeHtml,
  writeMoney,
  type CategoryPage,
  type ProductView,
  type ShownPost,
  type VariantView,
} from '@cartwright/application';
import type { ImageUrl } from '../../responses/image-urls.js';
import { plainPagePolicy, renderPlainPage } from '../../../plain-pages/plain-page.js';

/** Products on one page of a category. */
export const productsOfPage = 48;

const style = `
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; }
img { max-width: 100%; height: auto; }
ul { padding: 0; list-style: none; }
li { padding: 0.375rem 0; border-bottom: 1px solid; overflow-wrap: anywhere; }
`;

/** Pictures may be links to any site. */
export const storefrontPagePolicy = plainPagePolicy(style, "'none'", 'http: https:');

/**
 * The page of a product without a storefront. Its description is sanitized HTML.
 *
 * @example renderProductPage(product) // '<!doctype html>…'
 */
export const renderProductPage = ({
  name,
  description,
  seo,
  brand,
  images,
  variants,
  categories,
}: ProductView): string =>
  renderPage(seo.title ?? name, [
    ...categories
      .slice(0, 1)
      .map((category) => `<p>${link('categories', category.slug, category.path.join(' › '))}</p>`),
    `<h1>${escapeHtml(name)}</h1>`,
    ...(brand === undefined ? [] : [`<p>${escapeHtml(brand)}</p>`]),
    ...images.slice(0, 1).map(({ url, alt }) => `<img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}">`),
    `<div>${description}</div>`,
    list(
      variants.map((variant) => `${escapeHtml(variant.name)} <strong>${priceOf(variant)}</strong>${stateOf(variant)}`),
    ),
  ]);

/** The page of a category without a storefront. */
export const renderCategoryPage = (
  { name, slug, seo, ancestors, children }: CategoryPage,
  products: readonly ProductView[],
  page: number,
): string =>
  renderPage(seo.title ?? name, [
    ...ancestors.slice(-1).map((parent) => `<p>${link('categories', parent.slug, parent.name)}</p>`),
    `<h1>${escapeHtml(name)}</h1>`,
    list(children.map((child) => link('categories', child.slug, child.name))),
    list(products.map((product) => link('products', product.slug, product.name))),
    ...(page > 1
      ? [`<p><a href="/categories/${encodeURIComponent(slug)}?page=${page - 1}">Previous page</a></p>`]
      : []),
    ...(products.length === productsOfPage
      ? [`<p><a href="/categories/${encodeURIComponent(slug)}?page=${page + 1}">Next page</a></p>`]
      : []),
  ]);

/** The page of a post without a storefront. Its body is sanitized HTML. */
export const renderPostPage = ({ title, body, image, author, publishedAt }: ShownPost, imageUrl: ImageUrl): string =>
  renderPage(title, [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>${escapeHtml(author)}, <time datetime="${publishedAt}">${publishedAt.slice(0, 10)}</time></p>`,
    ...(image === null ? [] : [`<img src="${escapeHtml(imageUrl(image.url))}" alt="${escapeHtml(image.alt)}">`]),
    `<div>${body}</div>`,
  ]);

/** A page that explains why there is nothing to show. */
export const renderMissingPage = (status: number): string => {
  const [title, detail] =
    status >= 500
      ? ['The page is not available', 'Please try again in a moment.']
      : ['Page not found', 'It does not exist or is not for sale.'];
  return renderPlainPage({ title, style, content: [`<h1>${title}</h1>`, `<p>${detail}</p>`] });
};

const states = {
  in_stock: 'in stock',
  low_stock: 'few left',
  out_of_stock: 'out of stock',
  backorder: 'can be ordered',
} as const satisfies Record<VariantView['availability'], string>;

const stateOf = ({ availability }: VariantView): string => `, ${states[availability]}`;

const priceOf = ({ price, compareAtPrice }: VariantView): string =>
  compareAtPrice === undefined
    ? escapeHtml(writeMoney(price, 'en'))
    : `${escapeHtml(writeMoney(price, 'en'))} instead of ${escapeHtml(writeMoney(compareAtPrice, 'en'))}`;

const link = (folder: 'products' | 'categories', slug: string, name: string): string =>
  `<a href="/${folder}/${encodeURIComponent(slug)}">${escapeHtml(name)}</a>`;

const list = (entries: readonly string[]): string =>
  entries.length === 0 ? '' : `<ul>${entries.map((entry) => `<li>${entry}</li>`).join('')}</ul>`;

const renderPage = (title: string, content: readonly string[]): string =>
  renderPlainPage({ title, isIndexed: true, style, content });
