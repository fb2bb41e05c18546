import { send } from '../../api/api.js';
import type { ManagedPost } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { DialogButton } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { Loaded, Page } from '../../ui/page.js';
import { navigate, root } from '../../ui/router.js';
import { useResource } from '../../ui/use-resource.js';
import { Cover } from './cover.js';
import { PostFields, postBody, shownOf } from './post-fields.js';

export const NewPostPage = () => (
  <Page title="New post">
    <Form
      label="Post"
      button="Save"
      submit={async (values) => {
        const made = await send<ManagedPost>('POST', '/admin/posts', { body: postBody(values) });
        announce('The post was saved.');
        navigate(`/journal/${made.body.id}`);
      }}
    >
      <PostFields />
    </Form>
  </Page>
);

/** A post, to be written, scheduled, published or archived. */
export function PostPage({ id }: { readonly id: string }) {
  const resource = useResource<ManagedPost>(`/admin/posts/${id}`);
  const { answer, reload } = resource;
  return (
    <Page
      title={answer?.body.title ?? 'Post'}
      actions={answer !== undefined && <PostActions post={answer.body} etag={answer.etag} />}
    >
      <Loaded resource={resource}>
        {(post, etag) => (
          <>
            <Form
              label="Post"
              button="Save"
              record={{ etag, shown: shownOf(post) }}
              reload={reload}
              submit={async (values, ifMatch) => {
                await send('PATCH', `/admin/posts/${id}`, { body: postBody(values, post), ifMatch });
                announce('The post was saved.');
                reload();
              }}
            >
              <PostFields post={post} />
            </Form>
            <Cover post={post} etag={etag} reload={reload} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function PostActions({ post, etag }: { readonly post: ManagedPost; readonly etag: string | undefined }) {
  return (
    <>
      <a href={`${root}/journal/comments?postId=${post.id}`}>Comments</a>
      <DialogButton
        button="Delete"
        title={`Delete ${post.title}?`}
        done={`${post.title} was deleted.`}
        isDangerous
        submit={() => send('DELETE', `/admin/posts/${post.id}`, { ifMatch: etag })}
        onDone={() => navigate('/journal')}
      >
        <p>Its comments are deleted with it. Archive it to keep them.</p>
      </DialogButton>
    </>
  );
}
