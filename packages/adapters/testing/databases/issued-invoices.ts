import postgres from 'postgres';

type Kind = 'invoice' | 'credit-note';

/** Reads the invoices and credit notes of a shop from its database. */
export type IssuedInvoices = {
  readonly paidOrders: () => Promise<number>;
  /** By their counters. `issuedAt` is in milliseconds. */
  readonly list: (
    kind?: Kind,
  ) => Promise<readonly { readonly counter: number; readonly orderId: string; readonly issuedAt: number }[]>;
  /** The last number that was taken. */
  readonly last: (kind?: Kind) => Promise<number>;
  readonly close: () => Promise<void>;
};

/**
 * @example
 * const invoices = openIssuedInvoices(database.url);
 * (await invoices.list()).length
 */
export function openIssuedInvoices(databaseUrl: string): IssuedInvoices {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  return {
    paidOrders: async () => {
      const [row] = await sql`select count(*)::integer as count from orders where payment_status <> 'unpaid'`;
      return Number(row?.['count']);
    },
    list: async (kind = 'invoice') => {
      const rows = await sql`
        select counter, order_id, issued_at from issued_documents where kind = ${kind} order by counter`;
      return rows.map((row) => ({
        counter: Number(row['counter']),
        orderId: String(row['order_id']),
        issuedAt: (row['issued_at'] as Date).getTime(),
      }));
    },
    last: async (kind = 'invoice') =>
      Number((await sql`select last from document_counters where kind = ${kind}`)[0]?.['last']),
    close: () => sql.end(),
  };
}
