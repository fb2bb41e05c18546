import { formatDay } from '../../api/dates.js';
import { formatMoney } from '../../api/money.js';
import { toPercent } from '../../ui/form-values.js';
import { List } from '../../ui/list.js';
import { Page } from '../../ui/page.js';
import { root } from '../../ui/router.js';
import type { Column } from '../../ui/table.js';
import { useMay } from '../../ui/user.js';
import { State } from '../../ui/words.js';
import { effectKinds, targetKinds, type Promotion } from './promotion-shape.js';

const spentOf = ({ usage: { spent }, spentByCurrency }: Promotion): string =>
  spentByCurrency.length === 0 ? formatMoney(spent) : spentByCurrency.map((money) => formatMoney(money)).join(', ');

const columns: readonly Column<Promotion>[] = [
  { header: 'Name', cell: ({ id, name }) => <a href={`${root}/promotions/${id}`}>{name}</a> },
  { header: 'Takes off', cell: summary },
  { header: 'Code', cell: ({ conditions }) => conditions?.couponCode ?? '–' },
  { header: 'Ends', cell: ({ conditions }) => formatDay(conditions?.endsAt) },
  {
    header: 'State',
    cell: ({ archivedAt, visibility }) => <State state={archivedAt === undefined ? visibility : 'archived'} />,
  },
  { header: 'Uses', cell: ({ usage }) => usage.uses, numeric: true },
  { header: 'Spent', cell: spentOf, numeric: true },
];

const textOf = (options: readonly (readonly [string, string])[], key: string): string =>
  options.find(([value]) => value === key)?.[1] ?? key;

function summary({ effect, target }: Promotion): string {
  const of = textOf(targetKinds, target.type).toLowerCase();
  switch (effect.type) {
    case 'percent':
      return `${toPercent(effect.rate)} % of ${of}`;
    case 'amount':
      return `${formatMoney(effect.amount)} of ${of}`;
    default:
      return textOf(effectKinds, effect.type);
  }
}

export function PromotionsPage() {
  const may = useMay();
  return (
    <Page
      title="Promotions"
      actions={
        may('pricing.edit') && (
          <a class="button primary" href={`${root}/promotions/new`}>
            New promotion
          </a>
        )
      }
    >
      <List
        caption="Promotions"
        path="/admin/promotions"
        columns={columns}
        rowKey={({ id }) => id}
        searchText={({ name, conditions }) => `${name} ${conditions?.couponCode ?? ''}`}
        filters={[{ name: 'archived', label: 'Archived', options: [['true', 'Archived']] }]}
      />
    </Page>
  );
}
