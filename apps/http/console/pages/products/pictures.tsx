import { send } from '../../api/api.js';
import type { Image, ManagedProduct } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { useMay } from '../../ui/user.js';
import { PictureForm } from '../picture-form.js';

type Props = { readonly product: ManagedProduct; readonly etag: string | undefined; readonly reload: () => void };

/** The pictures of a product, and a form that uploads one more. */
export function Pictures({ product: { id, images }, etag, reload }: Props) {
  const canEdit = useMay()('catalogue.edit');
  return (
    <>
      <h2>Pictures</h2>
      {images.length === 0 && <p class="muted">None yet.</p>}
      <ul class="pictures">
        {images.map((image) => (
          <li key={image.id}>
            <Picture image={image} />
            {canEdit && (
              <PictureActions path={`/admin/products/${id}/images/${image.id}`} image={image} reload={reload} />
            )}
          </li>
        ))}
      </ul>
      {canEdit && (
        <PictureForm
          noun="picture"
          altLabel="Text for those who cannot see it"
          etag={etag}
          upload={(body) => send('POST', `/admin/products/${id}/images`, { body })}
          reload={reload}
        />
      )}
    </>
  );
}

function Picture({ image: { url, alt, sizes } }: { readonly image: Image }) {
  const list = sizes?.list;
  return <img src={list?.url ?? url} alt={alt} width={list?.width} height={list?.height} loading="lazy" />;
}

type ActionsProps = { readonly path: string; readonly image: Image; readonly reload: () => void };

function PictureActions({ path, image: { alt }, reload }: ActionsProps) {
  return (
    <div class="actions">
      <DialogButton
        button="Edit text"
        confirm="Save"
        title="Text for those who cannot see the picture"
        done="The text was saved."
        onDone={reload}
        submit={(values) => send('PATCH', path, { body: { alt: values.text('alt') } })}
      >
        <TextField label="Text" name="alt" value={alt} />
      </DialogButton>
      <DialogButton
        button="Remove"
        title="Remove this picture?"
        done="The picture was removed."
        onDone={reload}
        isDangerous
        submit={() => send('DELETE', path)}
      />
    </div>
  );
}
