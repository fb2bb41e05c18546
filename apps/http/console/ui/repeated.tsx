import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Fields } from './fields.js';
import type { FormValues } from './form-values.js';

type RepeatedProps<Item> = {
  /** The path of the list in the API, such as `zones`: the fields of the second item begin with `zones.1.`. */
  readonly name: string;
  /** What one of them is called. */
  readonly item: string;
  readonly items: readonly Item[];
  readonly children: (prefix: string, item: Item | undefined) => ComponentChildren;
};

/** Groups of fields that can be added and removed. */
export function Repeated<Item>({ name, item, items, children }: RepeatedProps<Item>) {
  const [rows, setRows] = useState(() => items.map((each, key) => ({ key, each: each as Item | undefined })));
  const add = (): void => setRows([...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, each: undefined }]);
  return (
    <>
      <input type="hidden" name={`${name}.length`} value={rows.length} />
      {rows.map(({ key, each }, index) => (
        <Fields key={key} legend={`${item} ${index + 1}`}>
          {children(`${name}.${index}.`, each)}
          <p>
            <button type="button" onClick={() => setRows(rows.filter((row) => row.key !== key))}>
              Remove {item.toLowerCase()} {index + 1}
            </button>
          </p>
        </Fields>
      ))}
      <p>
        <button type="button" onClick={add}>
          Add {item.toLowerCase()}
        </button>
      </p>
    </>
  );
}

/** Reads each group of such fields. */
export const readRepeated = <Item,>(
  values: FormValues,
  name: string,
  read: (prefix: string, index: number) => Item,
): readonly Item[] =>
  Array.from({ length: values.integer(`${name}.length`) ?? 0 }, (_, index) => read(`${name}.${index}.`, index));
