/** What the context menus of the canvas hold: commands of the window's one table. */
import Palette from '@lucide/svelte/icons/palette';
import { LAYER_GROUPS } from '../../shared/kinds/layer-groups.ts';
import { ui } from '../../shared/words/ui/index.ts';
import type { Commands } from '../commands.svelte.ts';
import type { MenuItem } from '../ui/menu.ts';
import type { CanvasModel } from './canvas.svelte.ts';
import { addComment } from './comments.ts';
import { isGroup } from './groups.ts';
import { quickAddAt } from './placing.ts';
import type { Point } from './placement.ts';

/** What a menu was asked of. */
export type MenuOf = { readonly node: string } | { readonly edge: string } | null;

export interface OpenMenu {
  readonly of: MenuOf;
  /** Where in the window. */
  readonly at: Point;
}

const words = ui.drawing.menu;

export function menuTitle({ of }: OpenMenu, canvas: CanvasModel): string {
  if (of === null) return words.canvas;
  if ('edge' in of) return words.edge;
  if (canvas.selectedComment) return ui.comments.comment;
  return canvas.selectedBoxes.length > 1 ? words.selection : words.node;
}

export function menuItems(
  { of, at }: OpenMenu,
  canvas: CanvasModel,
  commands: Commands,
): readonly MenuItem[] {
  const items = (...ids: readonly (string | MenuItem)[]): readonly MenuItem[] =>
    ids.map((id) => (id === 'line' || typeof id !== 'string' ? (id as MenuItem) : commands.item(id)));
  const remove = { ...commands.item('remove'), danger: true };
  if (of !== null && 'edge' in of) {
    const insert = { ...commands.item('add-layer'), label: words.insert, keys: undefined, disabled: false };
    return items({ ...insert, act: () => quickAddAt(canvas, at, { edge: of.edge }) }, 'line', remove);
  }
  if (of === null) {
    const { viewport } = canvas;
    return items(
      {
        ...commands.item('add-layer'),
        keys: undefined,
        label: words.add,
        disabled: false,
        act: () => quickAddAt(canvas, at, null),
      },
      { ...commands.item('add-comment'), act: () => addComment(canvas, viewport?.toDocument(at)) },
      'paste',
      'select-all',
      'line',
      'tidy-down',
      'tidy-across',
      'fit',
      'snap',
      ...(canvas.project.inside ? ['line', 'leave-group'] : []),
    );
  }
  const { selected, selectedComment } = canvas;
  return items(
    ...(selected ? ['add-layer', 'replace', 'line'] : []),
    ...(selectedComment ? ['write-comment', 'line'] : []),
    'cut',
    'copy',
    'duplicate',
    'line',
    ...(canvas.selectedNodes.length > 0 ? ['group'] : []),
    ...(isGroup(selected) ? ['enter-group', 'ungroup'] : []),
    {
      label: ui.comments.colour,
      icon: Palette,
      items: items(
        ...LAYER_GROUPS.map((group) => ({
          ...commands.item(`colour-${group}`),
          swatch: `var(--group-${group})`,
        })),
        'line',
        'colour-own',
      ),
    },
    'line',
    ...(canvas.selectedNodes.length > 1 ? ['tidy-down', 'tidy-across', 'line'] : []),
    remove,
  );
}
