import type { Attachment } from 'svelte/attachments';

const isUsable = (element: HTMLElement): boolean => element.isConnected && !element.matches(':disabled');

/**
 * Keys reach the part of the window that they were for, also after what had the focus was taken away or disabled: the
 * nearest part around it that can have the focus takes it, never another control, which the next press of Enter would use.
 */
export const keepsFocus: Attachment<HTMLElement> = (root) => {
  let around: readonly HTMLElement[] = [];

  function enter({ target }: FocusEvent): void {
    const path: HTMLElement[] = [];
    for (let at = target as HTMLElement | null; at && at !== root; at = at.parentElement) path.push(at);
    around = path;
  }
  /** Left by a click on nothing, it is not missed. Whether what is taken away tells of it differs between browsers. */
  function leave(event: FocusEvent): void {
    const { target } = event;
    if (event.relatedTarget) around = [];
    else setTimeout(() => around[0] === target && isUsable(around[0]!) && (around = []));
  }
  const observer = new MutationObserver(() => {
    const [held] = around;
    // What is disabled keeps the focus for a moment, and hears no key.
    const has = [document.body, held].some((element) => element === document.activeElement);
    if (!held || !has || isUsable(held)) return;
    around.find((part) => isUsable(part) && part.hasAttribute('tabindex'))?.focus({ preventScroll: true });
  });

  root.addEventListener('focusin', enter);
  root.addEventListener('focusout', leave);
  observer.observe(root, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    root.removeEventListener('focusin', enter);
    root.removeEventListener('focusout', leave);
    observer.disconnect();
  };
};
