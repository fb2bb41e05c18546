import { formatInstant } from '../../api/dates.js';
import type { ListedComment } from '../../api/schemas.js';
import { List } from '../../ui/list.js';
import { Page, ProblemNotice } from '../../ui/page.js';
import { root } from '../../ui/router.js';
import { useAct } from '../../ui/use-act.js';
import { useVersion } from '../../ui/use-version.js';
import { State } from '../../ui/words.js';
import { ModerationButtons, moderationStatuses } from '../moderation-buttons.js';

/** Comments of customers on posts. Readers see those that are approved. */
export function CommentsPage() {
  const [version, reload] = useVersion();
  const { problem, act } = useAct(reload);
  const decide = ({ id, author }: ListedComment, decision: 'approve' | 'reject') =>
    act(
      `/admin/comments/${id}/${decision}`,
      `The comment of ${author} was ${decision === 'approve' ? 'approved' : 'rejected'}.`,
    );
  return (
    <Page title="Comments" actions={<a href={`${root}/journal`}>All posts</a>}>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <List<ListedComment>
        caption="Comments"
        path="/admin/comments"
        version={version}
        rowKey={({ id }) => id}
        searchText={({ text, author, post }) => `${text} ${author} ${post.title}`}
        filters={[
          { name: 'status', label: 'Status', options: moderationStatuses },
          { name: 'postId', label: 'Id of the post' },
        ]}
        columns={[
          {
            header: 'Post',
            cell: ({ postId, post }) => <a href={`${root}/journal/${postId}`}>{post.title}</a>,
          },
          { header: 'Comment', cell: ({ text }) => text },
          { header: 'Author', cell: ({ author }) => author },
          { header: 'Written', cell: ({ createdAt }) => formatInstant(createdAt) },
          { header: 'Status', cell: ({ status }) => <State state={status} /> },
          {
            header: 'Actions',
            cell: (comment) => (
              <ModerationButtons status={comment.status} decide={(decision) => decide(comment, decision)} />
            ),
          },
        ]}
      />
    </Page>
  );
}
