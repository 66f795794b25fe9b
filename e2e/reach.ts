/** What a person at the keyboard, or with a large zoom, meets on a page. */
import type { Page } from '@playwright/test';

/** Controls that are cut off where nothing scrolls, each by its name. The canvas is panned: what is on it is left out. */
export const cutOff = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const scrolls = (element: Element, axis: 'x' | 'y'): boolean => {
      const style = getComputedStyle(element);
      return axis === 'x'
        ? /auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth
        : /auto|scroll/.test(style.overflowY) && element.scrollHeight > element.clientHeight;
    };
    const controls = document.querySelectorAll<HTMLElement>(
      'a[href], button, input, textarea, [tabindex="0"]',
    );
    const found: string[] = [];
    for (const control of controls) {
      if (control.closest('.svelte-flow__viewport, [inert], [aria-hidden="true"], .skip, .for-readers'))
        continue;
      if (!control.checkVisibility({ visibilityProperty: true })) continue;
      const box = control.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1) continue;
      for (const axis of ['x', 'y'] as const) {
        const [low, high] = axis === 'x' ? [box.left, box.right] : [box.top, box.bottom];
        let within: Element | null = control.parentElement;
        let cut = false;
        for (; within && !scrolls(within, axis); within = within.parentElement) {
          if (getComputedStyle(within)[axis === 'x' ? 'overflowX' : 'overflowY'] === 'visible') continue;
          const clip = within.getBoundingClientRect();
          const [from, to] = axis === 'x' ? [clip.left, clip.right] : [clip.top, clip.bottom];
          if (low < from - 2 || high > to + 2) cut = true;
        }
        const end = axis === 'x' ? innerWidth : innerHeight;
        if (!within && (low < -2 || high > end + 2)) cut = true;
        if (cut)
          found.push(
            `${axis}: ${control.ariaLabel ?? control.textContent.trim().slice(0, 40)} (${control.className})`,
          );
      }
    }
    return found;
  });

/** What goes on moving by itself, by its animation's name. */
export const moving = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : animation.id)),
  );

/** The controls that a walk has been to. */
type Walked = Window & { walked?: WeakSet<Element> };

/** Goes once around with Tab, and answers the controls that look the same with the focus as without it. */
export async function focusUnseen(
  page: Page,
): Promise<{ readonly stops: number; readonly unseen: readonly string[] }> {
  const unseen: string[] = [];
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    document.body.tabIndex = -1;
    document.body.focus();
    (window as Walked).walked = new WeakSet();
  });
  const MOST = 300;
  for (let stops = 0; stops < MOST; stops++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const control = document.activeElement as HTMLElement | null;
      const { walked } = window as Walked;
      if (!control || control === document.body || walked!.has(control)) return 'end';
      walked!.add(control);
      // What shows the focus: the control, or what is drawn around it.
      const around = [control, control.parentElement, control.parentElement?.parentElement].filter(
        (each) => !!each,
      );
      // An edge of the network has no box of its own: its line shows it.
      const line = control.querySelector('.svelte-flow__edge-path');
      const looks = (): string =>
        (line ? getComputedStyle(line).stroke : '') +
        JSON.stringify(
          around.map((each) => {
            const { outlineStyle, outlineWidth, boxShadow, borderColor, transform } = getComputedStyle(each);
            return [outlineStyle === 'none' ? '' : outlineWidth, boxShadow, borderColor, transform];
          }),
        );
      const focused = looks();
      control.blur();
      const blurred = looks();
      control.focus();
      return focused === blurred ? (control.ariaLabel ?? control.outerHTML.slice(0, 120)) : 'seen';
    });
    if (stop === 'end') return { stops, unseen };
    if (stop !== 'seen') unseen.push(stop);
  }
  return { stops: MOST, unseen };
}
