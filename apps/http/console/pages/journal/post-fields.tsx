import { fromLocalInput, toLocalInput } from '../../api/dates.js';
import { invalidField } from '../../api/problem.js';
import type { ManagedPost, PostImage } from '../../api/schemas.js';
import { Fields, SelectField, TextArea, TextField } from '../../ui/fields.js';
import type { FormValues } from '../../ui/form-values.js';
import { postStatuses } from './posts.js';

/** What is written in a post; a new one has no values yet. Translations are written by the API only. */
export function PostFields({ post }: { readonly post?: ManagedPost | undefined }) {
  return (
    <>
      <TextField label="Title" name="title" value={post?.title} required />
      <div class="side-by-side">
        <SelectField label="Status" name="status" options={postStatuses} value={post?.status ?? 'draft'} />
        <TextField
          label="Shown from"
          name="publishAt"
          type="datetime-local"
          value={toLocalInput(post?.publishAt)}
          hint="A later time schedules it. Empty: when it is published."
        />
        <TextField
          label="Author"
          name="author"
          value={post?.author}
          hint={post === undefined ? 'Your name if it is empty.' : undefined}
        />
      </div>
      <TextField
        label="Slug"
        name="slug"
        value={post?.slug}
        hint="The last part of the post's address. Made from the title if it is empty."
      />
      <TextArea label="Text" name="body" value={post?.body ?? ''} hint="HTML." rows={12} />
      <TextArea
        label="Excerpt"
        name="excerpt"
        value={post?.excerpt ?? ''}
        hint="Shown in lists. The beginning of the text if it is empty."
        rows={3}
      />
      <TextField label="Tags" name="tags" value={post?.tags.join(', ')} hint="Separated by commas." />
      <Fields legend="Picture">
        <TextField label="Address" name="image.url" value={post?.image?.url} hint="A URL, or a path of the shop." />
        <TextField label="Text for those who cannot see it" name="image.alt" value={post?.image?.alt} />
      </Fields>
    </>
  );
}

/** The facts that these fields show, except the picture: an upload on the same page changes it as well. */
export const shownOf = ({ title, status, publishAt, author, slug, body, excerpt, tags }: ManagedPost): unknown => [
  title,
  status,
  publishAt,
  author,
  slug,
  body,
  excerpt,
  tags,
];

/** What the API takes. For a change of `before`, an empty field clears. */
export function postBody(values: FormValues, before?: ManagedPost): object {
  const [slug, author] = [values.optional('slug'), values.optional('author')];
  const empty = before === undefined ? undefined : null;
  return {
    title: values.text('title'),
    status: values.text('status'),
    tags: values.list('tags'),
    ...(slug === undefined ? {} : { slug }),
    ...(author === undefined ? {} : { author }),
    // JSON leaves out what is undefined.
    body: values.optional('body') ?? empty,
    excerpt: values.optional('excerpt') ?? empty,
    ...changedImage(values, before),
    publishAt: fromLocalInput(values.text('publishAt'), before?.publishAt) ?? empty,
  };
}

/** The picture, unless it is the one before: the API shows the full address of a picture that it stores by its path. */
function changedImage(values: FormValues, before?: ManagedPost): { readonly image?: PostImage | null } {
  const [url, alt] = [values.optional('image.url'), values.text('image.alt')];
  if (url === undefined && alt !== '') throw invalidField('image.url', 'Enter the address of the picture.');
  if (url === before?.image?.url && alt === (before?.image?.alt ?? '')) return {};
  return { image: url === undefined ? null : { url, alt } };
}
