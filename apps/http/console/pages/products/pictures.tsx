import { send } from '../../api/api.js';
import { announce } from '../../ui/announcer.js';
import { DialogButton } from '../../ui/dialog.js';
import { FileField, TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useMay } from '../../ui/user.js';
import type { Product, ProductImage } from './product-shape.js';

type Props = { readonly product: Product; readonly reload: () => void };

/** The pictures of a product, and a form that uploads one more. */
export function Pictures({ product: { id, images }, reload }: Props) {
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
        <Form
          // Empty again after an upload.
          key={images.length}
          label="Upload a picture"
          button="Upload"
          submit={async (values) => {
            const body = new FormData();
            body.append('alt', values.text('alt'));
            body.append('file', values.file('file') ?? '');
            await send('POST', `/admin/products/${id}/images`, { body });
            announce('The picture was uploaded.');
            reload();
          }}
        >
          <FileField
            label="New picture"
            name="file"
            accept="image/*"
            hint="JPEG, PNG, WebP, GIF or AVIF, at most 10 MiB."
          />
          <TextField label="Text for those who cannot see it" name="alt" />
        </Form>
      )}
    </>
  );
}

function Picture({ image: { url, alt, sizes } }: { readonly image: ProductImage }) {
  const list = sizes?.list;
  return <img src={list?.url ?? url} alt={alt} width={list?.width} height={list?.height} loading="lazy" />;
}

type ActionsProps = { readonly path: string; readonly image: ProductImage; readonly reload: () => void };

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
