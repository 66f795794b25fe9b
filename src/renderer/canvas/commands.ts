/** What can be done with the drawn network. The keys are heard by the canvas (Canvas.svelte), while it has the focus. */
import Boxes from '@lucide/svelte/icons/boxes';
import ClipboardPaste from '@lucide/svelte/icons/clipboard-paste';
import Copy from '@lucide/svelte/icons/copy';
import CopyPlus from '@lucide/svelte/icons/copy-plus';
import CornerLeftUp from '@lucide/svelte/icons/corner-left-up';
import Grid2x2 from '@lucide/svelte/icons/grid-2x2';
import LogIn from '@lucide/svelte/icons/log-in';
import Map from '@lucide/svelte/icons/map';
import Maximize from '@lucide/svelte/icons/maximize';
import Minus from '@lucide/svelte/icons/minus';
import Pencil from '@lucide/svelte/icons/pencil';
import Plus from '@lucide/svelte/icons/plus';
import Redo from '@lucide/svelte/icons/redo-2';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import Scan from '@lucide/svelte/icons/scan';
import Scissors from '@lucide/svelte/icons/scissors';
import SquareDashed from '@lucide/svelte/icons/square-dashed';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import Trash from '@lucide/svelte/icons/trash-2';
import Undo from '@lucide/svelte/icons/undo-2';
import Ungroup from '@lucide/svelte/icons/ungroup';
import { layerOf, layers } from '../../shared/kinds/layers/index.ts';
import type { Network } from '../../shared/network/document.ts';
import { kindWords } from '../../shared/words/kinds.ts';
import { ui } from '../../shared/words/ui/index.ts';
import type { Command } from '../commands.svelte.ts';
import { arrangeCommands, colourCommands } from './arrange-commands.ts';
import { isError } from './canvas.svelte.ts';
import type { CanvasModel } from './canvas.svelte.ts';
import { copied, duplicate, paste } from './clipboard.ts';
import { addComment, write } from './comments.ts';
import { canOpenGroup, collapse, enter, isGroup, leave, open } from './groups.ts';
import { iconOf } from './icons.ts';
import { addLayer, askReplacement, quickAdd } from './placing.ts';
import { PICTURES } from './pictures.svelte.ts';
import { settings, showsMinimap } from './settings.svelte.ts';

const words = ui.commands;
const short = ui.drawing.menu;
const ZOOMS = [
  ['in', Plus, ui.design.canvas.zoomIn],
  ['out', Minus, ui.design.canvas.zoomOut],
  ['full', Scan, ui.design.canvas.zoomReset],
] as const;

/** `show` brings the canvas to the front, where a command is asked for from elsewhere. */
export function canvasCommands(canvas: CanvasModel, show: () => void): readonly Command[] {
  const all = [
    ...editCommands(canvas),
    ...networkCommands(canvas),
    ...pictureCommands(canvas),
    ...arrangeCommands(canvas),
    ...colourCommands(canvas),
    ...layers.map((kind): Command => {
      const { label, doc } = kindWords('layers', kind);
      return {
        id: `add-${kind.kind}`,
        group: 'layers',
        label: words.addLayer(label),
        also: doc,
        icon: iconOf(kind.icon),
        run: () => addLayer(canvas, kind),
      };
    }),
  ];
  return all.map((command) => ({
    ...command,
    run: () => {
      show();
      command.run();
    },
  }));
}

/** What the small pictures on the layers show. */
const pictureCommands = ({ pictures }: CanvasModel): readonly Command[] =>
  PICTURES.map((choice) => ({
    id: `pictures-${choice}`,
    group: 'pictures',
    label: words.choice(ui.pictures.label, ui.pictures.choices[choice]),
    also: ui.pictures.hints[choice],
    can: pictures.choice !== choice,
    run: () => pictures.choose(choice),
  }));

function editCommands(canvas: CanvasModel): readonly Command[] {
  const { project } = canvas;
  const selected = canvas.selectedBoxes.length;
  const drawn = { group: 'edit', heard: 'canvas' } as const;
  /** The browser makes events of these keys, which the canvas answers: they alone may read the clipboard in every case. */
  const clipboard = { group: 'edit', heard: 'elsewhere' } as const;
  const copy = (): void => void navigator.clipboard.writeText(copied(canvas) ?? '');
  return [
    {
      id: 'undo',
      group: 'edit',
      label: ui.design.undo(project.undoName),
      icon: Undo,
      keys: '$mod+Z',
      heard: 'outside-texts',
      can: project.canUndo,
      run: () => project.undo(),
    },
    {
      id: 'redo',
      group: 'edit',
      label: ui.design.redo(project.redoName),
      icon: Redo,
      keys: '$mod+Shift+Z',
      otherKeys: ['$mod+Y'],
      heard: 'outside-texts',
      can: project.canRedo,
      run: () => project.redo(),
    },
    {
      ...clipboard,
      id: 'cut',
      label: words.cut,
      short: short.cut,
      keys: '$mod+X',
      icon: Scissors,
      can: selected > 0,
      run: () => {
        copy();
        removeSelected(canvas);
      },
    },
    {
      ...clipboard,
      id: 'copy',
      label: words.copy,
      also: words.also.copy,
      short: short.copy,
      keys: '$mod+C',
      icon: Copy,
      can: selected > 0,
      run: copy,
    },
    {
      ...clipboard,
      id: 'paste',
      label: words.paste,
      also: words.also.paste,
      keys: '$mod+V',
      icon: ClipboardPaste,
      run: () => void pasteFromClipboard(canvas),
    },
    {
      ...drawn,
      id: 'duplicate',
      label: words.duplicate,
      short: short.duplicate,
      also: words.also.duplicate,
      keys: '$mod+D',
      icon: CopyPlus,
      can: selected > 0,
      run: () => duplicate(canvas),
    },
    {
      ...drawn,
      id: 'remove',
      label: words.remove,
      short: short.delete,
      also: words.also.remove,
      icon: Trash,
      keys: 'Delete',
      otherKeys: ['Backspace'],
      can: selected + canvas.selectedEdges.length > 0,
      run: () => removeSelected(canvas),
    },
    {
      ...drawn,
      id: 'select-all',
      label: words.selectAll,
      short: short.selectAll,
      keys: '$mod+A',
      icon: SquareDashed,
      can: isDrawn(project.network),
      run: () => canvas.selectAll(),
    },
  ];
}

function networkCommands(canvas: CanvasModel): readonly Command[] {
  const { project, selected, selectedComment } = canvas;
  const kind = selected && layerOf(selected.kind);
  const problem = project.problems.find(isError);
  const minimap = showsMinimap(project.network);
  const drawn = { group: 'canvas', heard: 'canvas' } as const;
  return [
    {
      ...drawn,
      id: 'add-layer',
      label: words.quickAdd,
      short: selected ? short.addAfter : short.add,
      icon: Plus,
      keys: 'Enter',
      heard: 'elsewhere',
      can: !selected || (kind?.outputs.length ?? 0) > 0,
      run: () => quickAdd(canvas),
    },
    {
      ...drawn,
      id: 'add-comment',
      label: ui.comments.add,
      also: ui.comments.doc,
      icon: StickyNote,
      keys: '$mod+Alt+KeyM',
      heard: 'outside-texts',
      run: () => addComment(canvas),
    },
    {
      ...drawn,
      id: 'write-comment',
      label: ui.comments.edit,
      icon: Pencil,
      keys: 'Enter',
      heard: 'elsewhere',
      can: selectedComment !== null,
      run: () => selectedComment && write(canvas, selectedComment.id),
    },
    {
      ...drawn,
      id: 'replace',
      label: words.replace,
      short: short.replace,
      also: words.also.replace,
      icon: RefreshCw,
      can: kind != null && kind.group !== 'end',
      run: () => selected && askReplacement(canvas, selected.id),
    },
    {
      ...drawn,
      id: 'group',
      label: words.group,
      short: short.group,
      also: words.also.group,
      icon: Boxes,
      keys: '$mod+G',
      can: canvas.selectedNodes.length > 0,
      run: () => collapse(canvas),
    },
    {
      ...drawn,
      id: 'ungroup',
      label: short.ungroup,
      icon: Ungroup,
      keys: '$mod+Shift+G',
      can: canOpenGroup(canvas, selected),
      run: () => selected && open(canvas, selected.id),
    },
    {
      ...drawn,
      id: 'enter-group',
      label: short.enter,
      also: words.also.group,
      icon: LogIn,
      can: isGroup(selected),
      run: () => selected && enter(canvas, selected.id),
    },
    {
      ...drawn,
      id: 'leave-group',
      label: short.leave,
      icon: CornerLeftUp,
      keys: 'Escape',
      can: project.inside && canvas.selectedBoxes.length === 0,
      run: () => leave(canvas),
    },
    {
      ...drawn,
      id: 'fit',
      label: words.fit,
      short: short.fit,
      also: words.also.fit,
      icon: Maximize,
      keys: 'Shift+Digit1',
      can: isDrawn(project.network),
      run: () => canvas.viewport?.fit(),
    },
    ...ZOOMS.map(([to, icon, label]): Command => ({
      ...drawn,
      id: `zoom-${to}`,
      label,
      icon,
      run: () => canvas.viewport?.zoom(to),
    })),
    {
      ...drawn,
      id: 'snap',
      also: words.also.snap,
      label: settings.snap ? short.snapOff : short.snapOn,
      icon: Grid2x2,
      run: () => (settings.snap = !settings.snap),
    },
    {
      ...drawn,
      id: 'minimap',
      also: words.also.minimap,
      label: minimap ? words.hideMinimap : ui.design.canvas.showMinimap,
      icon: Map,
      run: () => (settings.minimap = !minimap),
    },
    {
      ...drawn,
      id: 'first-problem',
      label: words.nextProblem,
      also: words.also.problem,
      can: problem !== undefined,
      run: () => problem && canvas.goTo(problem),
    },
  ];
}

/** Of the document: what svelte-flow holds is another array on each step of a drag. */
const isDrawn = ({ nodes, comments = [] }: Network): boolean => nodes.length + comments.length > 0;

/** What had the focus is gone: the canvas takes it. */
export function removeSelected(canvas: CanvasModel): void {
  canvas.removeSelection();
  canvas.viewport?.focus();
}

async function pasteFromClipboard(canvas: CanvasModel): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => null);
  if (text === null) canvas.say(ui.drawing.clipboardClosed);
  else paste(canvas, text);
}
