import { formatDay, formatInstant } from '../../api/dates.js';
import type { ManagedPost } from '../../api/schemas.js';
import { List } from '../../ui/list.js';
import { Page } from '../../ui/page.js';
import { root } from '../../ui/router.js';
import type { Column } from '../../ui/table.js';
import { State } from '../../ui/words.js';

export const postStatuses = [
  ['draft', 'Draft'],
  ['published', 'Published'],
  ['archived', 'Archived'],
] as const;

/** A published post whose time has not come is not shown to readers yet. */
const stateOf = ({ status, publishAt }: ManagedPost): string =>
  status === 'published' && publishAt !== undefined && Date.parse(publishAt) > Date.now() ? 'scheduled' : status;

const columns: readonly Column<ManagedPost>[] = [
  { header: 'Title', cell: ({ id, title }) => <a href={`${root}/journal/${id}`}>{title}</a> },
  { header: 'State', cell: (post) => <State state={stateOf(post)} /> },
  { header: 'Author', cell: ({ author }) => author },
  { header: 'Shown from', cell: ({ publishAt }) => formatInstant(publishAt) },
  { header: 'Tags', cell: ({ tags }) => tags.join(', ') },
  { header: 'Changed', cell: ({ updatedAt }) => formatDay(updatedAt) },
];

/** The posts of the journal. */
export const PostsPage = () => (
  <Page
    title="Journal"
    actions={
      <>
        <a href={`${root}/journal/comments`}>Comments</a>
        <a class="button primary" href={`${root}/journal/new`}>
          New post
        </a>
      </>
    }
  >
    <List
      caption="Journal"
      path="/admin/posts"
      columns={columns}
      rowKey={({ id }) => id}
      searchText={({ title, author, tags, excerpt = '', body }) => [title, author, ...tags, excerpt, body].join(' ')}
      filters={[{ name: 'status', label: 'Status', options: postStatuses }]}
      empty="No post has been written yet."
    />
  </Page>
);
