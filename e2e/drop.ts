import type { CDPSession, Locator, Page } from '@playwright/test';

/** A real drop: the browser itself reads the files, so the page gets what a person's drag gives it. */
export async function drop(
  page: Page,
  cdp: CDPSession,
  paths: readonly string[],
  on?: Locator,
): Promise<void> {
  const box = await (on ?? page.locator('body')).boundingBox();
  if (!box) throw new Error('What is dropped on is not visible');
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await cdp.send('Input.dispatchDragEvent', { type, ...place, data });
  }
}
