import { formatInstant } from '../../api/dates.js';
import type { AwaitedReturn } from '../../api/schemas.js';
import { List } from '../../ui/list.js';
import { Page } from '../../ui/page.js';
import { root } from '../../ui/router.js';
import { useVersion } from '../../ui/use-version.js';
import { useMay } from '../../ui/user.js';
import { ReceiveButton } from './parcels.js';

/** Returns that customers have announced and the shop has not received. */
export function ReturnsPage() {
  const may = useMay();
  const [version, reload] = useVersion();
  return (
    <Page title="Returns to receive" actions={<a href={`${root}/orders`}>All orders</a>}>
      <List<AwaitedReturn>
        caption="Returns to receive"
        path="/admin/returns"
        version={version}
        rowKey={({ id }) => id}
        searchText={({ orderNumber, email, reason }) => `${orderNumber} ${email} ${reason}`}
        empty="No return is awaited."
        columns={[
          {
            header: 'Order',
            cell: ({ orderId, orderNumber }) => <a href={`${root}/orders/${orderId}`}>{orderNumber}</a>,
          },
          { header: 'Announced', cell: ({ requestedAt }) => formatInstant(requestedAt) },
          { header: 'Customer', cell: ({ email }) => email },
          {
            header: 'Contents',
            cell: ({ lines }) => lines.map(({ quantity, name }) => `${quantity} × ${name}`).join(', '),
          },
          { header: 'Reason', cell: ({ reason }) => reason },
          {
            header: 'Received',
            cell: (returned) => may('orders.fulfil') && <ReceiveButton returned={returned} onDone={reload} />,
          },
        ]}
      />
    </Page>
  );
}
