import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { problemOf } from '../api/problem.js';
import { Fields, type Option } from './fields.js';

type PickerProps = {
  readonly legend: string;
  /** The name under which the chosen ids are sent. */
  readonly name: string;
  readonly label: string;
  readonly chosen: readonly Option[];
  readonly find: (text: string) => Promise<readonly Option[]>;
  /** More fields beside each of the chosen. */
  readonly beside?: (id: string, text: string) => ComponentChildren;
};

/** Finds things of the shop by name and collects them in a form. */
export function Picker({ legend, name, label, chosen: initial, find, beside }: PickerProps) {
  const id = useId();
  const [chosen, setChosen] = useState(initial);
  const [found, setFound] = useState<readonly Option[]>([]);
  const [status, setStatus] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const search = (text: string): void => {
    clearTimeout(timer.current);
    if (text === '') return setFound([]);
    timer.current = setTimeout(() => {
      find(text).then(
        (options) => {
          setFound(options);
          setStatus(`${options.length} found`);
        },
        (thrown: unknown) => setStatus(problemOf(thrown).detail),
      );
    }, 200);
  };
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
      <div class="field">
        <label for={id}>{label}</label>
        <input
          id={id}
          type="search"
          autocomplete="off"
          onInput={({ currentTarget }) => search(currentTarget.value.trim())}
        />
      </div>
      <p class="muted" role="status">
        {status}
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
