/** A size in pixels as the per cent of the window that panes are measured in, never more than the whole. */
export const partOf = (pixels: number, width: number): number =>
  Math.min(100, (pixels / Math.max(1, width)) * 100);
