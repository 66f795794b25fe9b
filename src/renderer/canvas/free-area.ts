/** Where on the canvas nothing lies over it: there a layer that is jumped to can be seen. */
import type { Area } from './mounts.ts';

export const intersects = (a: Area, b: Area): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** The largest part of an area that none of these touches; the whole where they leave none. */
export function freeArea(whole: Area, over: readonly Area[]): Area {
  const lying = over.filter((each) => each.width > 0 && each.height > 0 && intersects(each, whole));
  const lines = (from: number, to: number, edges: readonly number[]): readonly number[] =>
    [...new Set([from, ...edges.filter((edge) => edge > from && edge < to), to])].sort((a, b) => a - b);
  const xs = lines(
    whole.x,
    whole.x + whole.width,
    lying.flatMap(({ x, width }) => [x, x + width]),
  );
  const ys = lines(
    whole.y,
    whole.y + whole.height,
    lying.flatMap(({ y, height }) => [y, y + height]),
  );
  let best: Area | null = null;
  for (const [i, x] of xs.entries())
    for (const right of xs.slice(i + 1))
      for (const [j, y] of ys.entries())
        for (const bottom of ys.slice(j + 1)) {
          const area = { x, y, width: right - x, height: bottom - y };
          if (best && area.width * area.height <= best.width * best.height) continue;
          if (!lying.some((each) => intersects(each, area))) best = area;
        }
  return best ?? whole;
}
