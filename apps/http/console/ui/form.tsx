import { createContext, Fragment, type ComponentChildren, type RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { problemOf, type FieldError, type Problem } from '../api/problem.js';
import { formValues, type FormValues } from './form-values.js';
import { ProblemNotice } from './page.js';
import { useDraft, type FormRecord } from './use-draft.js';

/** The errors of the form around a field. */
export const FieldErrors = createContext<readonly FieldError[]>([]);

type FormProps = {
  /** Sends what was typed, which changes the version `ifMatch` of the record. What it throws is shown in the form. */
  readonly submit: (values: FormValues, ifMatch: string | undefined) => Promise<void>;
  readonly button: string;
  readonly label?: string;
  /** What the form changes, if anything. What was typed stays when the record is loaded again for another form. */
  readonly record?: FormRecord;
  /** Loads the record again after a conflict. */
  readonly reload?: (() => void) | undefined;
  /** For another form that reads what was typed into this one. */
  readonly element?: RefObject<HTMLFormElement | null>;
  /** More buttons beside the one that submits. */
  readonly buttons?: ComponentChildren;
  readonly children: ComponentChildren;
};

/** A form. It is sent once at a time, and shows problems beside their fields. */
export function Form({ submit, button, label, record, reload, element, buttons, children }: FormProps) {
  const draft = useDraft(record);
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  // A second click may come before the button is disabled.
  const isSending = useRef(false);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isSending.current || !(event.currentTarget instanceof HTMLFormElement)) return;
    const values = formValues(new FormData(event.currentTarget));
    isSending.current = true;
    setBusy(true);
    setProblem(undefined);
    try {
      await submit(values, draft.etag);
      draft.store();
    } catch (thrown) {
      setProblem(problemOf(thrown));
    }
    isSending.current = false;
    setBusy(false);
  };
  const loadLatest = (): void => {
    draft.giveUp();
    setProblem(undefined);
    reload?.();
  };
  return (
    <form
      ref={element ?? null}
      aria-label={label}
      onInput={draft.touch}
      // Buttons among the fields add, choose and remove.
      onClick={({ target }) => target instanceof HTMLButtonElement && target.type === 'button' && draft.touch()}
      onSubmit={(event) => void send(event)}
    >
      <FieldErrors.Provider value={problem?.errors ?? []}>
        <Fragment key={draft.key}>{children}</Fragment>
      </FieldErrors.Provider>
      {problem !== undefined && (
        <FormProblem problem={problem} reload={reload === undefined ? undefined : loadLatest} />
      )}
      <div class="actions">
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {button}
        </button>
        {buttons}
      </div>
    </form>
  );
}

function FormProblem({ problem, reload }: { readonly problem: Problem; readonly reload: (() => void) | undefined }) {
  if (problem.status === 412 && reload !== undefined)
    return (
      <ProblemNotice problem={{ ...problem, detail: conflict }}>
        <button type="button" onClick={reload}>
          Load the latest version
        </button>
      </ProblemNotice>
    );
  return (
    <ProblemNotice problem={problem}>
      {problem.errors !== undefined && (
        <ul>
          {problem.errors.map(({ field, message }) => (
            <li key={field + message}>
              {field === '' ? '' : `${field}: `}
              {message}
            </li>
          ))}
        </ul>
      )}
    </ProblemNotice>
  );
}

const conflict = 'Somebody has changed this since you opened it. Nothing was saved.';
