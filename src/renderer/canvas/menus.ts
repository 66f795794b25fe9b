/** The menus of the canvas, of its nodes and its edges: every action with its shortcut. */
import ArrowDown from '@lucide/svelte/icons/align-vertical-distribute-center';
import ArrowRight from '@lucide/svelte/icons/align-horizontal-distribute-center';
import Boxes from '@lucide/svelte/icons/boxes';
import ClipboardPaste from '@lucide/svelte/icons/clipboard-paste';
import Copy from '@lucide/svelte/icons/copy';
import CopyPlus from '@lucide/svelte/icons/copy-plus';
import CornerLeftUp from '@lucide/svelte/icons/corner-left-up';
import LogIn from '@lucide/svelte/icons/log-in';
import Grid2x2 from '@lucide/svelte/icons/grid-2x2';
import Maximize from '@lucide/svelte/icons/maximize';
import Plus from '@lucide/svelte/icons/plus';
import Pencil from '@lucide/svelte/icons/pencil';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import Scissors from '@lucide/svelte/icons/scissors';
import SquareDashed from '@lucide/svelte/icons/square-dashed';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import Trash from '@lucide/svelte/icons/trash-2';
import Ungroup from '@lucide/svelte/icons/ungroup';
import { layerOf } from '../../shared/kinds/layers/index.ts';
import { ui } from '../../shared/words/ui/index.ts';
import type { MenuItem } from '../ui/menu.ts';
import type { CanvasModel } from './canvas.svelte.ts';
import { duplicate, paste } from './clipboard.ts';
import { ADD_COMMENT, addComment, write } from './comments.ts';
import { canOpenGroup, collapse, enter, isGroup, leave, open } from './groups.ts';
import type { Point } from './placement.ts';
import { settings } from './settings.svelte.ts';

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
  if (canvas.selectedComment) return ui.comments.comment;
  if ('edge' in of) return words.edge;
  return canvas.selectedBoxes.length > 1 ? words.selection : words.node;
}

export function menuItems(menu: OpenMenu, canvas: CanvasModel): readonly MenuItem[] {
  if (menu.of === null) return canvasMenu(canvas, menu.at);
  return 'edge' in menu.of ? edgeMenu(canvas, menu.of.edge, menu.at) : nodeMenu(canvas);
}

/** The browser's own copying, as if the shortcut had been pressed: the canvas answers its events. */
const clipboardItem = (
  label: string,
  icon: typeof Copy,
  command: 'copy' | 'cut',
  keys: string,
): MenuItem => ({
  label,
  icon,
  keys,
  act: () => void document.execCommand(command),
});

/** Of what is selected: one layer, one comment, or several. */
function nodeMenu(canvas: CanvasModel): readonly MenuItem[] {
  const { selected, selectedComment } = canvas;
  const kind = selected && layerOf(selected.kind);
  const comment: readonly MenuItem[] = selectedComment
    ? [
        {
          label: ui.comments.edit,
          icon: Pencil,
          keys: 'Enter',
          act: () => write(canvas, selectedComment.id),
        },
        'line',
      ]
    : [];
  const one: readonly MenuItem[] = selected
    ? [
        {
          label: words.addAfter,
          icon: Plus,
          keys: 'Enter',
          disabled: !kind || kind.outputs.length === 0,
          act: () => canvas.quickAdd(),
        },
        {
          label: words.replace,
          icon: RefreshCw,
          disabled: !kind || kind.group === 'end',
          act: () => canvas.askReplacement(selected.id),
        },
        'line',
      ]
    : [];
  const layers = canvas.selectedNodes.length;
  const several: readonly MenuItem[] = layers > 1 ? [...layoutItems(canvas), 'line'] : [];
  return [
    ...comment,
    ...one,
    clipboardItem(words.cut, Scissors, 'cut', '$mod+X'),
    clipboardItem(words.copy, Copy, 'copy', '$mod+C'),
    { label: words.duplicate, icon: CopyPlus, keys: '$mod+D', act: () => duplicate(canvas) },
    ...(layers > 0
      ? (['line', { label: words.group, icon: Boxes, keys: '$mod+G', act: () => collapse(canvas) }] as const)
      : []),
    ...(selected && isGroup(selected)
      ? [
          { label: words.enter, icon: LogIn, act: () => enter(canvas, selected.id) },
          {
            label: words.ungroup,
            icon: Ungroup,
            keys: '$mod+Shift+G',
            disabled: !canOpenGroup(canvas, selected),
            act: () => open(canvas, selected.id),
          },
        ]
      : []),
    'line',
    ...several,
    { label: words.delete, icon: Trash, keys: 'Delete', danger: true, act: () => canvas.removeSelection() },
  ];
}

const edgeMenu = (canvas: CanvasModel, edge: string, at: Point): readonly MenuItem[] => [
  { label: words.insert, icon: Plus, act: () => canvas.quickAddAt(at, { edge }) },
  'line',
  { label: words.delete, icon: Trash, keys: 'Delete', danger: true, act: () => canvas.removeSelection() },
];

const canvasMenu = (canvas: CanvasModel, at: Point): readonly MenuItem[] => [
  { label: words.add, icon: Plus, act: () => canvas.quickAddAt(at, null) },
  {
    label: ui.comments.add,
    icon: StickyNote,
    keys: ADD_COMMENT,
    act: () => addComment(canvas, canvas.viewport?.toDocument(at)),
  },
  { label: words.paste, icon: ClipboardPaste, keys: '$mod+V', act: () => void pasteFromMenu(canvas) },
  { label: words.selectAll, icon: SquareDashed, keys: '$mod+A', act: () => canvas.selectAll() },
  'line',
  ...layoutItems(canvas),
  { label: words.fit, icon: Maximize, keys: 'Shift+1', act: () => canvas.viewport?.fit() },
  {
    label: settings.snap ? words.snapOff : words.snapOn,
    icon: Grid2x2,
    act: () => (settings.snap = !settings.snap),
  },
  ...(canvas.project.inside
    ? (['line', { label: words.leave, icon: CornerLeftUp, act: () => leave(canvas) }] as const)
    : []),
];

const layoutItems = (canvas: CanvasModel): readonly MenuItem[] => [
  { label: words.tidyDown, icon: ArrowDown, act: () => canvas.tidy('down') },
  { label: words.tidyAcross, icon: ArrowRight, act: () => canvas.tidy('across') },
];

async function pasteFromMenu(canvas: CanvasModel): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => null);
  if (text === null) canvas.say(ui.drawing.clipboardClosed);
  else paste(canvas, text);
}
