import { documentDigits, documentPrefixes, type Change } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { parameterRows } from '../connection/parameter-rows.js';
import { documentCounters, issuedDocuments } from '../schema.js';
import type { WriteStep } from './write-step.js';

const invoicesOf = (batch: readonly Change[]) => batch.flatMap(({ invoice }) => invoice ?? []);

/**
 * Takes the numbers of a batch at once, and locks the sequence until the batch is committed. A batch that is undone
 * leaves no gap.
 */
const numbersTaken: WriteStep<Change> = {
  name: 'invoice_numbers_taken',
  rows: (batch) => {
    const invoices = invoicesOf(batch);
    const latest = invoices.reduce((last, { at }) => (at > last ? at : last), '');
    return invoices.length === 0 ? [] : [{ count: invoices.length, at: latest }];
  },
  statement: (parameter) => sql`
    insert into ${documentCounters} as counter (kind, last, last_issued_at)
    select 'invoice', taken.count, taken.at
    from ${parameterRows(parameter, 'taken', { count: 'integer', at: 'timestamptz' })}
    on conflict (kind) do update
    set last = counter.last + excluded.last, last_issued_at = greatest(counter.last_issued_at, excluded.last_issued_at)
    returning last, last_issued_at`,
  isGuarded: true,
};

/** The content is text, so that it is stored, and hashed, exactly as `issued-document-records.ts` stores it. */
const issued: WriteStep<Change> = {
  name: 'invoices_issued',
  rows: (batch) =>
    invoicesOf(batch).map(({ orderId, content: { type: _type, ...content } }, index, { length }) => ({
      back: length - 1 - index,
      orderId,
      amount: content.total.amount,
      currency: content.total.currency,
      taxes: content.taxes,
      content: JSON.stringify(content).slice(1),
    })),
  statement: (parameter) => sql`
    insert into ${issuedDocuments} (
      number, kind, counter, order_id, issued_at, amount, currency, taxes, content, content_hash
    )
    select numbered.number, 'invoice', counted.counter, invoice."orderId", taken.last_issued_at, invoice.amount,
      invoice.currency, invoice.taxes, written.content::json, sha256(convert_to(written.content, 'UTF8'))
    from ${parameterRows(parameter, 'invoice', {
      back: 'integer',
      orderId: 'uuid',
      amount: 'bigint',
      currency: 'text',
      taxes: 'jsonb',
      content: 'text',
    })}
      cross join ${sql.identifier(numbersTaken.name)} as taken
      cross join lateral (select taken.last - invoice.back as counter) as counted
      cross join lateral (
        select ${sql.raw(`'${documentPrefixes.invoice}'`)}
          || lpad(counter::text, greatest(${sql.raw(String(documentDigits))}, length(counter::text)), '0') as number
      ) as numbered
      cross join lateral (
        select '{"type":"invoice","number":"' || number || '","issuedAt":"'
          || to_char(taken.last_issued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '",'
          || invoice.content as content
      ) as written
    returning 1`,
  isGuarded: true,
};

/** The invoices of orders that changes have paid. */
export const invoiceSteps: readonly WriteStep<Change>[] = [numbersTaken, issued];
