import { sql } from 'drizzle-orm';
import type { Database } from '../../src/drizzle/connection/database.js';

const nouns =
  'lamp lantern mug bowl plate teapot kettle pan board knife spoon fork jar tin box basket tray cushion blanket quilt ' +
  'throw rug mat towel apron curtain clock mirror frame shelf hook rack stool chair table desk bench planter trowel ' +
  'rake spade hose feeder birdhouse candle vase notebook pen pencil stapler tape ribbon card sticker puzzle doll drum ' +
  'kite ball skates tent rucksack bottle flask torch whistle compass map scarf hat glove sock slipper robe umbrella ' +
  'wallet purse belt ring brooch necklace bracelet soap comb brush sponge bucket mop broom hammer pliers saw drill';
const materials =
  'wooden brass copper steel glass ceramic porcelain bamboo cotton linen wool silk leather cork paper stone marble ' +
  'slate rubber velvet felt iron silver enamel wicker oak pine birch walnut';
const looks =
  'red blue green white black yellow pink grey small large round square tall folding hanging vintage modern rustic ' +
  'striped dotted floral plain painted woven knitted printed polished recycled stackable nordic antique elegant';

/** Words of the products, for searches. */
export const filledNouns: readonly string[] = nouns.split(' ');
export const filledLooks: readonly string[] = looks.split(' ');

/** A word of a list, spread by a number. */
const pick = (words: string, number: string) =>
  sql.raw(`(string_to_array('${words}', ' '))
  [1 + (abs(hashint8(${number})) % ${words.split(' ').length})::integer]`);

/**
 * Fills an empty, migrated database with products of two variants each, 200 brands and 100 categories on two levels, by
 * one statement a table. Prices are US dollars. Ends with ANALYZE.
 *
 * @param batch - products whose search is written by a statement, so that none takes longer than it may
 */
export async function fillCatalogue(db: Database, products: number, batch = 2_000): Promise<void> {
  const numbers = sql`generate_series(1, ${products}::integer) as number`;
  const run = async (statement: ReturnType<typeof sql>): Promise<void> => void (await db.execute(statement));
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = 0`);
    // Triggers would write the search of each product one by one, three times as slowly.
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`
      insert into categories (id, parent_id, slug, name)
      select md5('category ' || number)::uuid,
        case when number > 10 then md5('category ' || (1 + number % 10))::uuid end,
        'category-' || number, ${pick(nouns, 'number * 7')} || ' corner ' || number
      from generate_series(1, 100) as number`);
    await tx.execute(sql`
      insert into products (id, slug, name, description, status, images, lowest_price, created_at, updated_at, brand, tags,
        units_sold, rating, rating_count)
      select md5('product ' || number)::uuid, 'product-' || number,
        ${pick(looks, 'number')} || ' ' || ${pick(materials, 'number * 3')} || ' ' || ${pick(nouns, 'number * 5')}
          || case when number % 3 = 0 then ' with ' || ${pick(nouns, 'number * 11')} else '' end,
        'Made of ' || ${pick(materials, 'number * 19')} || ' for the ' || ${pick(nouns, 'number * 23')}
          || ', by hand in a workshop. It keeps for years and comes in a box.',
        'active', '[]', 100 + number % 5000, now() - number * interval '1 minute', now(),
        'Brand ' || number * 31::bigint % 200, array[${pick(looks, 'number * 37')}, 'season ' || number % 40],
        -- One in five was sold and rated.
        case when number % 5 = 0 then number * 7::bigint % 1000 else 0 end,
        case when number % 5 = 0 then 100 + number * 7::bigint % 401 else 0 end,
        case when number % 5 = 0 then 3 else 0 end
      from ${numbers}`);
    await tx.execute(sql`
      insert into product_categories (product_id, category_id, position)
      select md5('product ' || number)::uuid, md5('category ' || (11 + number * 7::bigint % 90))::uuid, 0 from ${numbers}`);
    await tx.execute(sql`
      insert into variants (id, product_id, sku, name, price, digital, options, position)
      select md5('variant ' || number || '-' || size)::uuid, md5('product ' || number)::uuid,
        'SKU-' || number || '-' || size, '', 100 + number % 5000 + size * 100 - 100, false,
        jsonb_build_object('Color', ${pick(looks, 'number % 8')}, 'Size', 'Size ' || size), size
      from ${numbers}, generate_series(1, 2) as size`);
    await tx.execute(sql`insert into stock (variant_id, available) select id, 10 from variants`);
    await tx.execute(sql`insert into product_counts (bucket, active) values (0, ${products})`);
  });
  await run(sql`update categories set name = name`);
  for (let first = 1; first <= products; first += batch)
    await run(sql`
      select write_product_search(array_agg(md5('product ' || number)::uuid))
      from generate_series(${first}::integer, ${Math.min(products, first + batch - 1)}::integer) as number`);
  await run(sql`vacuum analyze`);
}
