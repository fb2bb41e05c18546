import type { ComponentChildren } from 'preact';
import { useContext, useId } from 'preact/hooks';
import { toDecimal, type Money } from '../api/money.js';
import { FieldErrors } from './form.js';

type FieldProps = {
  readonly label: string;
  /** The path of the field in the API, so that its errors appear here. */
  readonly name: string;
  readonly hint?: string | undefined;
};
type Described = {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
};

/** A label, the field, a hint, and the errors of the field. */
function Field({
  label,
  name,
  hint,
  children,
}: FieldProps & { readonly children: (field: Described) => ComponentChildren }) {
  const id = useId();
  const errors = useContext(FieldErrors).filter(({ field }) => field === name);
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(errors.length > 0 ? [`${id}-error`] : [])];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        name,
        ...(described.length > 0 ? { 'aria-describedby': described.join(' ') } : {}),
        ...(errors.length > 0 ? { 'aria-invalid': true } : {}),
      })}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {errors.length > 0 && (
        <p class="error" id={`${id}-error`}>
          {errors.map(({ message }) => message).join(' ')}
        </p>
      )}
    </div>
  );
}

type TextProps = FieldProps & {
  readonly value?: string | number | undefined;
  readonly type?: 'text' | 'email' | 'password' | 'number' | 'date' | 'datetime-local' | 'url';
  readonly required?: boolean;
  readonly autocomplete?: 'username' | 'current-password' | 'one-time-code' | 'off';
  readonly min?: number;
};

export function TextField({
  label,
  name,
  hint,
  value,
  type = 'text',
  required = false,
  autocomplete = 'off',
  min,
}: TextProps) {
  return (
    <Field label={label} name={name} hint={hint}>
      {(field) => (
        <input
          {...field}
          // Preact types each type of input apart, which the compiler does not see through.
          // oxlint-disable-next-line typescript/no-unnecessary-type-assertion
          type={type as 'text'}
          defaultValue={value}
          required={required}
          autocomplete={autocomplete}
          min={min}
        />
      )}
    </Field>
  );
}

/** An amount that is typed as a decimal. */
export function MoneyField(props: FieldProps & { readonly value?: Money | undefined; readonly required?: boolean }) {
  const { label, name, hint, value, required = false } = props;
  const decimal = value === undefined ? undefined : toDecimal(value);
  return (
    <Field label={label} name={name} hint={hint}>
      {(field) => (
        <input {...field} inputMode="decimal" autocomplete="off" defaultValue={decimal} required={required} />
      )}
    </Field>
  );
}

export function TextArea(
  props: FieldProps & { readonly value?: string; readonly rows?: number; readonly required?: boolean },
) {
  const { label, name, hint, value, rows = 4, required = false } = props;
  return (
    <Field label={label} name={name} hint={hint}>
      {(field) => <textarea {...field} rows={rows} defaultValue={value} required={required} />}
    </Field>
  );
}

/** What can be chosen: the value, and the text for it. */
export type Option = readonly [value: string, text: string];

type SelectProps = FieldProps & {
  readonly options: readonly Option[];
  readonly value?: string | undefined;
  readonly onChange?: (value: string) => void;
};

export function SelectField({ label, name, hint, options, value, onChange }: SelectProps) {
  return (
    <Field label={label} name={name} hint={hint}>
      {(field) => (
        <select {...field} onChange={({ currentTarget }) => onChange?.(currentTarget.value)}>
          {options.map(([option, text]) => (
            <option key={option} value={option} selected={option === value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function FileField({ label, name, hint, accept }: FieldProps & { readonly accept: string }) {
  return (
    <Field label={label} name={name} hint={hint}>
      {(field) => <input {...field} type="file" accept={accept} required />}
    </Field>
  );
}

type CheckProps = FieldProps & { readonly checked?: boolean | undefined; readonly value?: string };

/** A box that is checked or not. Several of one name are read together. */
export function CheckField({ label, name, hint, checked = false, value = 'on' }: CheckProps) {
  const id = useId();
  return (
    <div class="field check">
      <input
        id={id}
        name={name}
        type="checkbox"
        value={value}
        defaultChecked={checked}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Fields that belong together. */
export function Fields({ legend, children }: { readonly legend: string; readonly children: ComponentChildren }) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  );
}
