import { useEffect, useState } from 'preact/hooks';

const announced = 'console:announced';

/** Shows what was done, and has a screen reader read it. */
export const announce = (text: string): void => void dispatchEvent(new CustomEvent(announced, { detail: text }));

/** Where the latest announcement appears. Once on the page, and from the start: an inserted region is not read. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    const show = (event: Event): void => setText(String((event as CustomEvent).detail));
    addEventListener(announced, show);
    return () => removeEventListener(announced, show);
  }, []);
  return (
    <div class="announcer" role="status" aria-live="polite">
      {text !== '' && (
        <p>
          {text}
          <button type="button" class="plain" aria-label="Close this message" onClick={() => setText('')}>
            ×
          </button>
        </p>
      )}
    </div>
  );
}
