import { announce } from '../ui/announcer.js';
import { FileField, TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';

type Props = {
  /** What the picture is, such as `cover`. */
  readonly noun: string;
  /** The label of the alternative text. */
  readonly altLabel: string;
  /** The version of what the picture belongs to. */
  readonly etag: string | undefined;
  readonly upload: (body: FormData, ifMatch: string | undefined) => Promise<unknown>;
  readonly reload: () => void;
};

/** Uploads a picture with its alternative text. */
export const PictureForm = ({ noun, altLabel, etag, upload, reload }: Props) => (
  <Form
    label={`Upload a ${noun}`}
    button="Upload"
    // Empty again after an upload.
    record={{ etag }}
    reload={reload}
    submit={async (values, ifMatch) => {
      const body = new FormData();
      body.append('alt', values.text('alt'));
      body.append('file', values.file('file') ?? '');
      await upload(body, ifMatch);
      announce(`The ${noun} was uploaded.`);
      reload();
    }}
  >
    <FileField
      label={`New ${noun}`}
      name="file"
      accept="image/*"
      hint="JPEG, PNG, WebP, GIF or AVIF, at most 10 MiB."
    />
    <TextField label={altLabel} name="alt" />
  </Form>
);
