import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ApiResponse } from '../api/api.js';
import { Fields, type Option } from './fields.js';
import { SearchField } from './list.js';
import { useResource } from './use-resource.js';

type PickerProps = {
  readonly legend: string;
  /** The name under which the chosen ids are sent. */
  readonly name: string;
  readonly label: string;
  readonly chosen: readonly Option[];
  /** A function that stays the same. */
  readonly find: (text: string) => Promise<ApiResponse<readonly Option[]>>;
  /** More fields beside each of the chosen. */
  readonly beside?: (id: string, text: string) => ComponentChildren;
};

/** Finds things of the shop by name and collects them in a form. */
export function Picker({ legend, name, label, chosen: initial, find, beside }: PickerProps) {
  const [chosen, setChosen] = useState(initial);
  const [search, setSearch] = useState('');
  const { answer, problem } = useResource(search === '' ? undefined : search, undefined, find);
  const found = answer?.body ?? [];
  const isChosen = ([key]: Option): boolean => chosen.some(([other]) => other === key);
  return (
    <Fields legend={legend}>
      <ul class="chosen">
        {chosen.map(([key, text]) => (
          <li key={key}>
            <input type="hidden" name={name} value={key} />
            <span>{text}</span>
            {beside?.(key, text)}
            <button
              type="button"
              aria-label={`Remove ${text}`}
              onClick={() => setChosen(chosen.filter(([other]) => other !== key))}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
      <SearchField label={label} onSearch={setSearch} />
      <p class="muted" role="status">
        {problem?.detail ?? (answer === undefined ? '' : `${found.length} found`)}
      </p>
      <ul class="chosen">
        {found
          .filter((option) => !isChosen(option))
          .map((option) => (
            <li key={option[0]}>
              <span>{option[1]}</span>
              <button type="button" aria-label={`Add ${option[1]}`} onClick={() => setChosen([...chosen, option])}>
                Add
              </button>
            </li>
          ))}
      </ul>
    </Fields>
  );
}
