import { useRef } from 'preact/hooks';

/** The record that a form changes: its version, and those of its facts that the form shows. */
export type FormRecord = { readonly etag: string | undefined; readonly shown?: unknown };

type Draft = {
  /** Changes when the fields should show the record as it is now. */
  readonly key: number;
  /** The version that the draft changes. */
  readonly etag: string | undefined;
  /** Something was typed or chosen. */
  readonly touch: () => void;
  /** The draft was stored: the next version is shown as the API returns it. */
  readonly store: () => void;
  /** The draft gives way to a version with other facts. */
  readonly giveUp: () => void;
};

/**
 * The draft in a form, while its record is loaded again for another form of the page or because of an event. What was
 * typed stays. It changes the later version if that shows the same facts; otherwise it is refused as out of date.
 */
export function useDraft(record: FormRecord = { etag: undefined }): Draft {
  const { current: draft } = useRef({ record, key: 0, isTouched: false, isStored: false, isGivenUp: false });
  if (record.etag !== draft.record.etag) {
    const isSame = JSON.stringify(record.shown) === JSON.stringify(draft.record.shown);
    const isFree = !draft.isTouched || (draft.isGivenUp && !isSame);
    if (isFree && (draft.isStored || !isSame)) {
      draft.key += 1;
      draft.isTouched = false;
    }
    if (isFree || isSame || draft.isStored) {
      draft.record = record;
      draft.isStored = false;
      draft.isGivenUp = false;
    }
  }
  return {
    key: draft.key,
    etag: draft.record.etag,
    touch: () => void (draft.isTouched = true),
    store: () => {
      draft.isTouched = false;
      draft.isStored = true;
    },
    giveUp: () => void (draft.isGivenUp = true),
  };
}
