import type { Instant } from '@cartwright/domain';
import { sql, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { instantFromText } from '../connection/instant-column.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { priceLists, products, promotions } from '../schema.js';
import { mayBeHidden } from './product-filter.js';

/** The next instant after `at` at which the catalogue changes without a write: one row of each of five look-ups. */
export async function readNextChange(db: Database, at: Instant): Promise<Instant | undefined> {
  const [found] = await nextChange(db).execute({ at });
  return typeof found?.next === 'string' ? instantFromText(found.next) : undefined;
}

const after = (dates: SQL): SQL =>
  sql`(select min(date) from (${dates}) as dates (date) where date > ${sql.placeholder('at')}::timestamptz)`;

const ofPromotions = (name: 'startsAt' | 'endsAt'): SQL => sql`
  select (${promotions.document} -> 'conditions' ->> ${name}::text)::timestamptz
  from ${promotions} where ${promotions.archivedAt} is null`;

const nextChange = preparedOnce((db) =>
  db
    .select({
      next: sql<string | null>`least(
        ${after(sql`select ${priceLists.startsAt} from ${priceLists}`)},
        ${after(sql`select ${priceLists.endsAt} from ${priceLists}`)},
        ${after(ofPromotions('startsAt'))},
        ${after(ofPromotions('endsAt'))},
        ${after(sql`select ${products.publishAt} from ${products} where ${mayBeHidden}`)}
      )::timestamptz(3)::text`,
    })
    .from(sql`(select) as one_row`)
    .prepare('next_change'),
);
