/** What a person does with a pointer on the canvas, one input event after another. */
import type { CDPSession, Page } from '@playwright/test';

export interface Point {
  readonly x: number;
  readonly y: number;
}
/** `i` from 0 on. */
export interface Gesture {
  readonly name: 'drag' | 'pan' | 'zoom';
  begin(cdp: CDPSession, at: Point): Promise<void>;
  event(cdp: CDPSession, at: Point, i: number): Promise<void>;
  end(cdp: CDPSession, at: Point): Promise<void>;
}

const mouse = (cdp: CDPSession, type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', { x, y }: Point) =>
  cdp.send('Input.dispatchMouseEvent', {
    type,
    x,
    y,
    button: 'left',
    buttons: type === 'mouseReleased' ? 0 : 1,
    clickCount: 1,
  });
/** Round and round, so that no edge of the window is met. */
const around = ({ x, y }: Point, i: number): Point => ({
  x: x + 120 * Math.sin(i / 12),
  y: y + 80 * (1 - Math.cos(i / 12)),
});
const withButton = (name: 'drag' | 'pan'): Gesture => ({
  name,
  begin: async (cdp, at) => void (await mouse(cdp, 'mousePressed', at)),
  event: async (cdp, at, i) => void (await mouse(cdp, 'mouseMoved', around(at, i))),
  end: async (cdp, at) => void (await mouse(cdp, 'mouseReleased', at)),
});

export const gestures: readonly Gesture[] = [
  withButton('drag'),
  withButton('pan'),
  {
    name: 'zoom',
    begin: async () => {},
    event: async (cdp, { x, y }, i) => {
      // In and out again, about where it began.
      const deltaY = Math.floor(i / 20) % 2 === 0 ? -12 : 12;
      await cdp.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: 0, deltaY });
    },
    end: async () => {},
  },
];

/** Where the gesture begins: with the pointer on a layer, or on the empty ground, as near to a point as there is one. */
export async function placeFor(page: Page, gesture: Gesture, near: Point): Promise<Point> {
  // The pane is around the layers too: on it is where nothing else is.
  const wanted =
    gesture.name === 'drag'
      ? '.svelte-flow__node, .svelte-flow__node :not(.svelte-flow__handle)'
      : '.svelte-flow__pane';
  for (let ring = 0; ring < 40; ring++)
    for (const [dx, dy] of [
      [1, 0.3],
      [-1, -0.3],
      [0.3, -1],
      [-0.3, 1],
    ] as const) {
      const at = { x: near.x + 6 * ring * dx, y: near.y + 6 * ring * dy };
      // What lies there may become an element only when the pointer comes.
      await page.mouse.move(at.x, at.y);
      const found = await page.evaluate(
        ({ x, y, wanted }) => document.elementFromPoint(x, y)?.matches(wanted) ?? false,
        { ...at, wanted },
      );
      if (found) return at;
    }
  throw new Error(`The canvas has no place to ${gesture.name}`);
}
