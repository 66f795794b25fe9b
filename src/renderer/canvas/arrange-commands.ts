/** The commands that lay out, bring into line and colour. */
import AlignBottom from '@lucide/svelte/icons/align-end-horizontal';
import AlignCentre from '@lucide/svelte/icons/align-center-vertical';
import AlignLeft from '@lucide/svelte/icons/align-start-vertical';
import AlignMiddle from '@lucide/svelte/icons/align-center-horizontal';
import AlignRight from '@lucide/svelte/icons/align-end-vertical';
import AlignTop from '@lucide/svelte/icons/align-start-horizontal';
import DistributeX from '@lucide/svelte/icons/align-horizontal-space-between';
import DistributeY from '@lucide/svelte/icons/align-vertical-space-between';
import TidyAcross from '@lucide/svelte/icons/align-horizontal-distribute-center';
import TidyDown from '@lucide/svelte/icons/align-vertical-distribute-center';
import type { Component } from 'svelte';
import { LAYER_GROUPS } from '../../shared/kinds/layer-groups.ts';
import { ui } from '../../shared/words/ui/index.ts';
import type { Command } from '../commands.svelte.ts';
import { aligned, ALIGNMENTS, distributed } from './align.ts';
import type { Alignment, Axis } from './align.ts';
import type { CanvasModel } from './canvas.svelte.ts';
import { colour } from './comments.ts';

const words = ui.drawing;
const ICONS: Readonly<Record<Alignment, Component>> = {
  left: AlignLeft,
  centre: AlignCentre,
  right: AlignRight,
  top: AlignTop,
  middle: AlignMiddle,
  bottom: AlignBottom,
};
const AXES = [
  ['x', DistributeX],
  ['y', DistributeY],
] as const satisfies readonly (readonly [Axis, Component])[];
const DIRECTIONS = [
  ['down', TidyDown, words.menu.tidyDown, ui.commands.also.tidyDown],
  ['across', TidyAcross, words.menu.tidyAcross, ui.commands.also.tidyAcross],
] as const;

export function arrangeCommands(canvas: CanvasModel): readonly Command[] {
  const ids = canvas.selectedBoxes;
  const boxes = (): ReturnType<typeof selectedBoxes> => selectedBoxes(canvas);
  const counted = canvas.counted(ids);
  return [
    ...DIRECTIONS.map(([direction, icon, label, also]): Command => ({
      id: `tidy-${direction}`,
      group: 'arrange',
      label,
      also,
      icon,
      can: canvas.project.network.nodes.length > 0,
      run: () => canvas.tidy(direction),
    })),
    ...ALIGNMENTS.map((to): Command => ({
      id: `align-${to}`,
      group: 'arrange',
      label: words.align[to],
      icon: ICONS[to],
      can: ids.length > 1,
      run: () => canvas.place(words.steps.align(...counted), aligned(boxes(), to)),
    })),
    ...AXES.map(([axis, icon]): Command => ({
      id: `distribute-${axis}`,
      group: 'arrange',
      label: words.align[axis],
      also: ui.commands.also.distribute,
      icon,
      can: ids.length > 2,
      run: () => canvas.place(words.steps.distribute(...counted), distributed(boxes(), axis)),
    })),
  ];
}

const selectedBoxes = (canvas: CanvasModel) =>
  canvas.selectedBoxes.flatMap((id) => canvas.boxById.get(id) ?? []);

/** One for each colour, and the one that takes it away. */
export const colourCommands = (canvas: CanvasModel): readonly Command[] =>
  [...LAYER_GROUPS, null].map((chosen) => ({
    id: `colour-${chosen ?? 'own'}`,
    group: 'colours',
    label: chosen === null ? ui.comments.ownColour : ui.comments.colourAs(ui.comments.colours[chosen]),
    short: chosen === null ? ui.comments.ownColour : ui.comments.colours[chosen],
    can: canvas.selectedBoxes.length > 0,
    run: () => colour(canvas, chosen),
  }));
