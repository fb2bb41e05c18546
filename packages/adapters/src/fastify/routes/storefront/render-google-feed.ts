import { decimalOf, type FeedItem, type ProductFeed } from '@cartwright/application';
import type { Money } from '@cartwright/domain';
import type { ImageUrl } from '../../responses/image-urls.js';
import { xmlElement } from '../../responses/xml.js';

/** Google's names of availability. Google has none for low stock. */
const availabilities = {
  in_stock: 'in_stock',
  low_stock: 'in_stock',
  out_of_stock: 'out_of_stock',
  backorder: 'backorder',
} as const satisfies Record<FeedItem['availability'], string>;

/** Options that Google has attributes for, by their names in lower case. */
const attributes: Readonly<Record<string, string>> = {
  color: 'g:color',
  colour: 'g:color',
  size: 'g:size',
  material: 'g:material',
  pattern: 'g:pattern',
};

/** Google's maximum. */
const maximumMoreImages = 10;

/**
 * Google's product feed: RSS 2.0 with the elements of https://support.google.com/merchants/answer/7052112. Texts are
 * cut at Google's maxima.
 */
export async function* renderGoogleFeed(
  { shopName, items }: Pick<ProductFeed, 'shopName' | 'items'>,
  { home, imageUrl }: { readonly home: string; readonly imageUrl: ImageUrl },
): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n';
  yield `${xmlElement('title', shopName)}${xmlElement('link', home)}${xmlElement('description', `Products of ${shopName}`)}\n`;
  for await (const some of items) yield some.map((item) => renderItem(item, imageUrl)).join('');
  yield '</channel>\n</rss>\n';
}

function renderItem(item: FeedItem, imageUrl: ImageUrl): string {
  const { brand, gtin, weightGrams, categoryPath, salePrice } = item;
  const elements = [
    xmlElement('g:id', item.id),
    xmlElement('g:item_group_id', item.groupId),
    xmlElement('title', shortened(item.title, 150)),
    xmlElement('description', shortened(item.description, 5_000)),
    xmlElement('link', item.link),
    xmlElement('g:image_link', imageUrl(item.image)),
    ...item.moreImages.slice(0, maximumMoreImages).map((url) => xmlElement('g:additional_image_link', imageUrl(url))),
    xmlElement('g:condition', 'new'),
    xmlElement('g:availability', availabilities[item.availability]),
    xmlElement('g:price', priceOf(item.price)),
    xmlElement('g:sale_price', salePrice === undefined ? undefined : priceOf(salePrice)),
    xmlElement('g:brand', brand === undefined ? undefined : shortened(brand, 70)),
    xmlElement('g:gtin', gtin),
    // Google otherwise refuses products without a GTIN.
    xmlElement('g:identifier_exists', gtin === undefined ? 'no' : undefined),
    xmlElement('g:product_type', categoryPath.length === 0 ? undefined : shortened(categoryPath.join(' > '), 750)),
    ...attributesOf(item.options),
    xmlElement('g:shipping_weight', weightGrams === undefined ? undefined : `${weightGrams} g`),
  ];
  return `<item>${elements.join('')}</item>\n`;
}

/** Each attribute once, whatever options of a product are called. */
const attributesOf = (options: Readonly<Record<string, string>>): readonly string[] => {
  const byAttribute = new Map(
    Object.entries(options).flatMap(([name, value]) => {
      const attribute = attributes[name.toLowerCase()];
      return attribute === undefined ? [] : [[attribute, value] as const];
    }),
  );
  return [...byAttribute].map(([attribute, value]) => xmlElement(attribute, shortened(value, 100)));
};

const priceOf = (money: Money): string => `${decimalOf(money)} ${money.currency}`;

/** The first characters of a text. `escapeXml` removes half a surrogate pair at its end. */
const shortened = (text: string, maximum: number): string => text.slice(0, maximum);
