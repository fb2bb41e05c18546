import { uuidIds } from '@cartwright/adapters/system/uuid-ids';
import postgres from 'postgres';
import { runLoad, type Load, type LoadOptions } from '../../measuring/run-load.js';

/** The minimal SQL of an order. The shop's own orders are measured against it. */
export type BareOrders = { readonly run: (options: LoadOptions) => Promise<Load>; readonly close: () => Promise<void> };

const products = 1000;
const linesPerOrder = 3;

/**
 * Tables in a database of their own on the same server, with ids in order of time like the shop's. One transaction
 * writes an order, its three lines, three stock decrements and an outbox row; postgres.js pipelines its statements.
 * Each worker has a connection.
 */
export async function openBareOrders(url: string, connections: number): Promise<BareOrders> {
  const sql = postgres(url, { max: connections, onnotice: () => undefined });
  await sql.unsafe(`
    CREATE TABLE bare_stock (variant_id uuid PRIMARY KEY, available integer NOT NULL CHECK (available >= 0)) WITH (fillfactor = 50);
    CREATE TABLE bare_orders (id uuid PRIMARY KEY, customer_id uuid NOT NULL, total bigint NOT NULL, placed_at timestamptz NOT NULL);
    CREATE TABLE bare_lines (order_id uuid NOT NULL, variant_id uuid NOT NULL, quantity integer NOT NULL, price bigint NOT NULL, PRIMARY KEY (order_id, variant_id));
    CREATE TABLE bare_outbox (id uuid PRIMARY KEY, event jsonb NOT NULL);
  `);
  const variants = Array.from({ length: products }, () => uuidIds.next());
  await sql`INSERT INTO bare_stock SELECT id, 100000000 FROM unnest(${variants}::uuid[]) AS id`;

  const order = async (): Promise<void> => {
    const id = uuidIds.next();
    const first = Math.floor(Math.random() * (products - linesPerOrder));
    const lines = variants.slice(first, first + linesPerOrder);
    await sql.begin((tx) => [
      ...lines.map(
        (line) => tx`UPDATE bare_stock SET available = available - 1 WHERE variant_id = ${line} AND available >= 1`,
      ),
      tx`INSERT INTO bare_orders VALUES (${id}, ${uuidIds.next()}, 4500, now())`,
      tx`INSERT INTO bare_lines SELECT ${id}::uuid, variant, 1, 1500 FROM unnest(${lines}::uuid[]) AS variant`,
      tx`INSERT INTO bare_outbox VALUES (${uuidIds.next()}, ${tx.json({ type: 'order.placed', orderId: id })})`,
    ]);
  };
  return { run: (options) => runLoad(options, order), close: () => sql.end() };
}
