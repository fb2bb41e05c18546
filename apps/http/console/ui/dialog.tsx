import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { announce } from './announcer.js';
import { Form } from './form.js';
import type { FormValues } from './form-values.js';
import { focusHeading } from './page.js';

/**
 * Acts at once, or when the open dialog is closed: what somebody else changes meanwhile could take away the button that
 * opened the dialog, and the dialog along with it.
 *
 * @param act - the same function each time: it is called once, however often it was to be
 * @example afterDialog(reload)
 */
export function afterDialog(act: () => void): void {
  const dialog = document.querySelector('dialog[open]');
  if (dialog === null) act();
  else dialog.addEventListener('close', act, { once: true });
}

type DialogProps = {
  /** The text of the button that opens the dialog. */
  readonly button: string;
  /** The text of the button that confirms; by default that of `button`. */
  readonly confirm?: string;
  readonly title: string;
  /** Announced once it is done. */
  readonly done: string;
  /** Gets a key that is the same for each attempt of one dialog, so that a payment is never refunded twice. */
  readonly submit: (values: FormValues, idempotencyKey: string) => Promise<unknown>;
  readonly onDone?: () => void;
  readonly isDangerous?: boolean;
  readonly children?: ComponentChildren;
};

/** A button that opens a dialog to confirm an act, with the fields that it needs. */
export function DialogButton({ button, isDangerous = false, ...dialog }: DialogProps) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  // What was done may leave nothing more to do here. A button or a dialog that goes takes the focus along.
  // The cleanup of `useEffect` would come after the button is gone.
  useLayoutEffect(() => {
    const { current } = opener;
    return () => {
      const focused = document.activeElement;
      if (focused !== current && !focused?.closest('dialog')) return;
      setTimeout(() => document.activeElement === document.body && focusHeading());
    };
  }, []);
  return (
    <>
      <button ref={opener} type="button" class={isDangerous ? 'danger' : ''} onClick={() => setOpen(true)}>
        {button}
      </button>
      {isOpen && <Dialog confirm={button} {...dialog} close={() => setOpen(false)} />}
    </>
  );
}

function Dialog(props: Omit<DialogProps, 'button'> & { readonly confirm: string; readonly close: () => void }) {
  const { title, confirm, done, submit, onDone, close, children } = props;
  const element = useRef<HTMLDialogElement>(null);
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const id = useId();
  useEffect(() => {
    element.current?.showModal();
  }, []);
  const send = async (values: FormValues): Promise<void> => {
    await submit(values, idempotencyKey);
    // Closing gives the focus back to the button.
    element.current?.close();
    announce(done);
    onDone?.();
  };
  return (
    <dialog ref={element} aria-labelledby={id} onClose={close}>
      <h2 id={id}>{title}</h2>
      <Form
        button={confirm}
        submit={send}
        buttons={
          <button type="button" onClick={() => element.current?.close()}>
            Close
          </button>
        }
      >
        {children}
      </Form>
    </dialog>
  );
}
