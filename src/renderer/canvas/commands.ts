/** What can be done with the drawn network. The keys are heard by the canvas (Canvas.svelte), while it has the focus. */
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Copy from '@lucide/svelte/icons/copy';
import Maximize from '@lucide/svelte/icons/maximize';
import Redo from '@lucide/svelte/icons/redo-2';
import Trash from '@lucide/svelte/icons/trash-2';
import Undo from '@lucide/svelte/icons/undo-2';
import { layers } from '../../shared/kinds/layers/index.ts';
import { kindWords } from '../../shared/words/kinds.ts';
import { ui } from '../../shared/words/ui/index.ts';
import type { Command } from '../commands.svelte.ts';
import { copied, duplicate } from './clipboard.ts';
import { isError } from './canvas.svelte.ts';
import type { CanvasModel } from './canvas.svelte.ts';
import { iconOf } from './icons.ts';

const words = ui.commands;

/** `show` brings the canvas to the front, where a command is asked for from elsewhere. */
export function canvasCommands(canvas: CanvasModel, show: () => void): readonly Command[] {
  const { project } = canvas;
  const selected = canvas.selectedNodes.length;
  const some = project.network.nodes.length > 0;
  const problem = project.problems.find(isError);
  const drawn = { group: 'canvas', heard: 'canvas' } as const;
  const shown = (act: () => void) => (): void => {
    show();
    act();
  };
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
      ...drawn,
      id: 'select-all',
      label: words.selectAll,
      keys: '$mod+A',
      can: some,
      run: shown(() => canvas.selectAll()),
    },
    {
      ...drawn,
      id: 'copy',
      label: words.copy,
      keys: '$mod+C',
      icon: Copy,
      can: selected > 0,
      run: copy,
    },
    {
      ...drawn,
      id: 'cut',
      label: words.cut,
      keys: '$mod+X',
      can: selected > 0,
      run: () => {
        copy();
        canvas.removeSelection();
      },
    },
    // Only a press of the keys lets a page read the clipboard.
    { ...drawn, id: 'paste', label: words.paste, keys: '$mod+V', can: false, run: () => undefined },
    {
      ...drawn,
      id: 'duplicate',
      label: words.duplicate,
      also: words.also.duplicate,
      keys: '$mod+D',
      can: selected > 0,
      run: () => duplicate(canvas),
    },
    {
      ...drawn,
      id: 'remove',
      label: words.remove,
      also: words.also.remove,
      icon: Trash,
      keys: 'Delete',
      otherKeys: ['Backspace'],
      can: selected + canvas.selectedEdges.length > 0,
      run: () => canvas.removeSelection(),
    },
    {
      ...drawn,
      id: 'fit',
      label: words.fit,
      also: words.also.fit,
      icon: Maximize,
      keys: 'Shift+Digit1',
      can: some,
      run: shown(() => canvas.viewport?.fit()),
    },
    {
      ...drawn,
      id: 'tidy-down',
      label: words.tidyDown,
      also: words.also.tidy,
      icon: ArrowDown,
      can: some,
      run: shown(() => canvas.tidy('down')),
    },
    {
      ...drawn,
      id: 'tidy-across',
      label: words.tidyAcross,
      also: words.also.tidy,
      icon: ArrowRight,
      can: some,
      run: shown(() => canvas.tidy('across')),
    },
    {
      ...drawn,
      id: 'first-problem',
      label: words.nextProblem,
      can: problem !== undefined,
      run: shown(() => problem && canvas.goTo(problem)),
    },
    ...layers.map((kind): Command => {
      const { label, doc } = kindWords('layers', kind);
      return {
        id: `add-${kind.kind}`,
        group: 'layers',
        label: words.addLayer(label),
        also: doc,
        icon: iconOf(kind.icon),
        run: shown(() => canvas.add(kind)),
      };
    }),
  ];
}
