/**
 * svelte-flow takes its listener for the wheel away and adds a new one on each step of a move. A browser notes in what
 * it has painted where such listeners are, so each time it paints the whole canvas anew. Here it sees one that stays,
 * and those that come and go are only remembered.
 */
export function steadyWheel(element: HTMLElement): void {
  let latest: EventListener | null = null;
  element.addEventListener('wheel', (event) => latest?.call(element, event), { passive: false });
  const { addEventListener, removeEventListener } = element;
  Object.assign(element, {
    addEventListener(type: string, listener: EventListener, options?: AddEventListenerOptions): void {
      if (type === 'wheel') latest = listener;
      else addEventListener.call(element, type, listener, options);
    },
    removeEventListener(type: string, listener: EventListener, options?: EventListenerOptions): void {
      if (type === 'wheel' && listener === latest) latest = null;
      else removeEventListener.call(element, type, listener, options);
    },
  });
}
