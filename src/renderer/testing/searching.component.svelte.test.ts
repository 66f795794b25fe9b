import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { emptyProject, starterProject } from '../../shared/network/starter.ts';
import { pictures } from '../../shared/network/testing.ts';
import { ui } from '../../shared/words/ui/index.ts';
import { canvasOf, OpenProject } from '../canvas/index.ts';
import type { ProjectCore } from '../canvas/project.svelte.ts';
import QuickAdd from '../canvas/QuickAdd.svelte';
import PaletteHost from './PaletteHost.svelte';
import { show } from './show.svelte.ts';

const words = ui.commands.palette;
const quickWords = ui.drawing.quick;

function palette() {
  const ran: string[] = [];
  const command = (id: string, label: string, can = true) => ({
    id,
    label,
    group: 'edit' as const,
    can,
    run: () => void ran.push(id),
  });
  show(PaletteHost, {
    commands: [
      command('undo', 'Undo add Dense'),
      command('redo', 'Redo', false),
      command('dropout', 'Add Dropout'),
      command('dense', 'Add Dense'),
    ],
  });
  return { ran, opener: page.getByRole('button', { name: 'Open' }) };
}

test('a command is found by a few letters and run by Enter; the focus is given back', async () => {
  const { ran, opener } = palette();
  await userEvent.click(opener);
  await expect.element(page.getByRole('combobox', { name: words.title })).toHaveFocus();
  await userEvent.keyboard('drop');
  await expect.poll(() => page.getByRole('option').elements().length).toBe(1);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => ran).toEqual(['dropout']);
  await expect.element(opener).toHaveFocus();
});

test('what cannot be done now is not offered; arrows go round, Home and End to the ends', async () => {
  const { ran, opener } = palette();
  await userEvent.click(opener);
  const options = page.getByRole('option');
  await expect.poll(() => options.elements().length).toBe(3);
  const chosen = (): string | undefined =>
    options
      .elements()
      .find((option) => option.getAttribute('aria-selected') === 'true')
      ?.textContent?.trim();
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(chosen).toBe('Add Dense');
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(chosen).toBe('Undo add Dense');
  await userEvent.keyboard('{End}');
  await expect.poll(chosen).toBe('Add Dense');
  await userEvent.keyboard('{Home}');
  await expect.poll(chosen).toBe('Undo add Dense');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => ran).toEqual(['undo']);
});

test('a text that names no command is told so, and Escape closes', async () => {
  const { ran, opener } = palette();
  await userEvent.click(opener);
  await userEvent.keyboard('no such thing');
  await expect.element(page.getByText(words.nothing('no such thing'))).toBeVisible();
  await userEvent.keyboard('{Enter}{Escape}');
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  expect(ran).toEqual([]);
});

/** The menu at the pointer, on a network that nobody saves. */
function quickAdd(project = emptyProject('Test'), after?: string) {
  const core: ProjectCore = { request: () => new Promise(() => undefined), on: () => () => undefined };
  const open = new OpenProject(core, { path: '/test.neuroloom', project, revision: '1' });
  const canvas = canvasOf(open);
  const at = { x: 40, y: 40 };
  const node = after === undefined ? undefined : open.network.nodes.find(({ kind }) => kind === after)!.id;
  const quick = {
    at,
    text: '',
    place: node === undefined ? { to: 'canvas' as const, at } : { to: 'after' as const, node },
  };
  show(QuickAdd, { canvas, quick, root: undefined });
  return canvas;
}

test('a layer is found by its letters, walked to with arrows, and added where it was asked for', async () => {
  const canvas = quickAdd();
  const input = page.getByRole('combobox', { name: quickWords.title });
  await expect.element(input).toHaveFocus();
  await userEvent.keyboard('conv');
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(canvas.project.network.nodes.map(({ kind }) => kind)).toEqual(['conv2D']);
});

test('after a layer what fits stands first, apart from what does not', async () => {
  const canvas = quickAdd(starterProject(pictures(8), 'Test'), 'flatten');
  const group = (name: string) => page.getByRole('group', { name });
  await expect.element(group(quickWords.fitting).getByRole('option', { name: 'Dense' })).toBeInTheDocument();
  await expect.element(group(quickWords.others).getByRole('option', { name: 'Conv2D' })).toBeInTheDocument();
  const before = canvas.project.network.nodes.length;
  await userEvent.keyboard('nobody');
  await expect.element(page.getByText(quickWords.nothing)).toBeVisible();
  await userEvent.keyboard('{Enter}');
  expect(canvas.project.network.nodes.length).toBe(before);
});
