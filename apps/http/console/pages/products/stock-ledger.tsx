import { formatInstant } from '../../api/dates.js';
import type { ManagedVariant, StockLedger as Ledger } from '../../api/schemas.js';
import { Loaded } from '../../ui/page.js';
import { root } from '../../ui/router.js';
import { Table } from '../../ui/table.js';
import { useResource } from '../../ui/use-resource.js';
import { wordsOf } from '../../ui/words.js';

type Props = { readonly variant: ManagedVariant; readonly updatedAt: unknown };

/** The latest movements of a variant's stock. They are loaded again whenever `updatedAt` is another. */
export function StockLedger({ variant: { id, sku }, updatedAt }: Props) {
  const resource = useResource<Ledger>(`/admin/variants/${id}/stock?limit=20`, updatedAt);
  return (
    <>
      <h2>Movements of {sku}</h2>
      <Loaded resource={resource}>
        {({ onHand = 0, reserved = 0, available = 0, data }) => (
          <>
            <p>
              On hand {onHand}, reserved {reserved}, available {available}.
            </p>
            <Table
              caption={`Movements of ${sku}`}
              rows={data}
              rowKey={(movement) => movement.id}
              columns={[
                { header: 'When', cell: ({ at }) => formatInstant(at) },
                { header: 'Type', cell: ({ type }) => wordsOf(type) },
                { header: 'Quantity', cell: ({ quantity }) => quantity, numeric: true },
                {
                  header: 'Reason',
                  cell: ({ reason, orderId }) =>
                    orderId === undefined ? reason : <a href={`${root}/orders/${orderId}`}>{reason || 'Order'}</a>,
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
