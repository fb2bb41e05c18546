import { formatDay } from '../api/dates.js';
import type { ListedReview } from '../api/schemas.js';
import { List } from '../ui/list.js';
import { Page, ProblemNotice } from '../ui/page.js';
import { root } from '../ui/router.js';
import { useAct } from '../ui/use-act.js';
import { useVersion } from '../ui/use-version.js';
import { State } from '../ui/words.js';
import { ModerationButtons, moderationStatuses } from './moderation-buttons.js';

/** Reviews of customers. Shoppers see those that are approved. */
export function ReviewsPage() {
  const [version, reload] = useVersion();
  const { problem, act } = useAct(reload);
  const decide = ({ id, author }: ListedReview, decision: 'approve' | 'reject') =>
    act(
      `/admin/reviews/${id}/${decision}`,
      `The review of ${author} was ${decision === 'approve' ? 'approved' : 'rejected'}.`,
    );
  return (
    <Page title="Reviews">
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <List<ListedReview>
        caption="Reviews"
        path="/admin/reviews"
        version={version}
        rowKey={({ id }) => id}
        searchText={({ title = '', text, author, product }) => `${title} ${text} ${author} ${product.name}`}
        filters={[{ name: 'status', label: 'Status', options: moderationStatuses }]}
        columns={[
          {
            header: 'Product',
            cell: ({ productId, product }) => <a href={`${root}/products/${productId}`}>{product.name}</a>,
          },
          { header: 'Stars', cell: ({ rating }) => `${rating} of 5` },
          {
            header: 'Review',
            cell: ({ title, text, author, createdAt }) => (
              <>
                {title !== undefined && <strong>{title}</strong>}
                <div>{text}</div>
                <div class="muted">
                  {author}, {formatDay(createdAt)}
                </div>
              </>
            ),
          },
          { header: 'Status', cell: ({ status }) => <State state={status} /> },
          {
            header: 'Actions',
            cell: (review) => (
              <ModerationButtons status={review.status} decide={(decision) => decide(review, decision)} />
            ),
          },
        ]}
      />
    </Page>
  );
}
