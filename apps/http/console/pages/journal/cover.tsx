import { send } from '../../api/api.js';
import type { ManagedPost } from '../../api/schemas.js';
import { PictureForm } from '../picture-form.js';

type Props = { readonly post: ManagedPost; readonly etag: string | undefined; readonly reload: () => void };

/** The cover of a post, and a form that uploads another. */
export function Cover({ post: { id, image }, etag, reload }: Props) {
  return (
    <>
      <h2>Cover</h2>
      {image === undefined ? (
        <p class="muted">None yet.</p>
      ) : (
        <ul class="pictures">
          <li>
            <img src={image.url} alt={image.alt} />
          </li>
        </ul>
      )}
      <PictureForm
        noun="cover"
        altLabel="Text for those who cannot see the cover"
        etag={etag}
        upload={(body, ifMatch) => send('POST', `/admin/posts/${id}/image`, { body, ifMatch })}
        reload={reload}
      />
    </>
  );
}
