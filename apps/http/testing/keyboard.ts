import type { Page } from 'playwright-core';

/** A person without a mouse. */
export type Keyboard = {
  /** Presses Tab until the focus is on something of this name, and fails where nobody sees the focus on the way. */
  readonly tabTo: (name: string | RegExp, options?: { readonly back?: boolean }) => Promise<void>;
  /** Types into the field that has the focus, in place of what is in it. */
  readonly type: (text: string) => Promise<void>;
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** What has the focus, as a screen reader names it. */
  readonly focused: () => Promise<string>;
  /** Whether the focus is within a dialog. */
  readonly isInDialog: () => Promise<boolean>;
};

const focusedName = `(() => {
  const { activeElement } = document;
  const name = activeElement.getAttribute('aria-label') ?? activeElement.labels?.[0]?.textContent ?? activeElement.textContent;
  return name.trim();
})()`;

/** An outline, on the screen. The document has none while the browser itself has the focus. */
const isVisible = `(() => {
  const { activeElement } = document;
  if (activeElement === document.body) return true;
  const { top, bottom } = activeElement.getBoundingClientRect();
  const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
  return outlineStyle !== 'none' && outlineWidth !== '0px' && bottom > 0 && top < innerHeight;
})()`;

export const keyboardOf = (page: Page): Keyboard => {
  const focused = async () => String(await page.evaluate(focusedName));
  const { keyboard } = page;
  return {
    focused,
    isInDialog: async () => (await page.evaluate('document.activeElement.closest("dialog") !== null')) === true,
    press: async (...keys) => {
      for (const key of keys) await keyboard.press(key);
    },
    type: async (text) => {
      await keyboard.press('Control+A');
      await keyboard.type(text);
    },
    tabTo: async (name, { back = false } = {}) => {
      const passed: string[] = [];
      while (passed.length < 120) {
        await keyboard.press(back ? 'Shift+Tab' : 'Tab');
        const here = await focused();
        if ((await page.evaluate(isVisible)) !== true) throw new Error(`the focus on ${here} is not visible`);
        if (typeof name === 'string' ? here === name : name.test(here)) return;
        passed.push(here.slice(0, 40));
      }
      throw new Error(`no Tab leads to ${String(name)}, but to ${passed.join(', ')}`);
    },
  };
};
