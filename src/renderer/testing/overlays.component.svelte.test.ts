import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import Notice from '../ui/Notice.svelte';
import Progress from '../ui/Progress.svelte';
import { ui } from '../../shared/words/ui/index.ts';
import Primitives from './Primitives.svelte';
import { show } from './show.svelte.ts';

function primitives() {
  const done: string[] = [];
  const props = show(Primitives, { done: (what: string) => void done.push(what), problem: undefined });
  return { done, props, more: page.getByRole('button', { name: 'More' }) };
}

test('a field is named by its label, described by its hint, and by what is wrong while something is', async () => {
  const { props } = primitives();
  const field = page.getByRole('spinbutton', { name: 'Epochs times' });
  await expect.element(field).toHaveAccessibleDescription('How often.');
  (props as { problem: string | undefined }).problem = 'Wants a whole number.';
  await expect.element(field).toHaveAccessibleDescription('Wants a whole number.');
  await expect.element(page.getByRole('alert')).toHaveTextContent('Wants a whole number.');
  await expect.element(field).toHaveAttribute('aria-invalid', 'true');
});

test('a menu opens on the arrow key, passes what cannot be done, and gives the focus back', async () => {
  const { done, more } = primitives();
  more.element().focus();
  await userEvent.keyboard('{ArrowDown}');
  const item = (name: string) => page.getByRole('menuitem', { name });
  await expect.element(item('Rename…')).toHaveFocus();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(item('Delete…')).toHaveFocus();
  await userEvent.keyboard('{Home}');
  await expect.element(item('Rename…')).toHaveFocus();
  await userEvent.keyboard('{End}');
  await expect.element(item('Delete…')).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
  await expect.element(more).toHaveFocus();
  expect(done).toEqual([]);
});

test('what destroys asks first; Escape and Cancel leave all as it is', async () => {
  const { done, more } = primitives();
  const question = page.getByRole('dialog', { name: 'Delete it?' });
  for (const leave of ['{Escape}', ui.common.cancel]) {
    await userEvent.click(more);
    await userEvent.click(page.getByRole('menuitem', { name: 'Delete…' }));
    await expect.element(question).toHaveAccessibleDescription('This cannot be undone.');
    if (leave === '{Escape}') await userEvent.keyboard(leave);
    else await userEvent.click(question.getByRole('button', { name: leave }));
    await expect.element(question).not.toBeInTheDocument();
  }
  expect(done).toEqual([]);
  await userEvent.click(more);
  await userEvent.click(page.getByRole('menuitem', { name: 'Delete…' }));
  await userEvent.click(question.getByRole('button', { name: 'Delete' }));
  expect(done).toEqual(['deleted']);
});

test('the focus stays in a dialog while it is open', async () => {
  const { more } = primitives();
  await userEvent.click(more);
  await userEvent.click(page.getByRole('menuitem', { name: 'Delete…' }));
  const question = page.getByRole('dialog', { name: 'Delete it?' });
  const holdsFocus = (): boolean => question.element().contains(document.activeElement);
  // It takes the focus after the menu that it was asked for from has given it back.
  await expect.poll(holdsFocus).toBe(true);
  for (let i = 0; i < 5; i++) {
    await userEvent.tab();
    expect(holdsFocus()).toBe(true);
  }
});

test('a new name begins as the old one, selected; Enter takes it, and an empty one is none', async () => {
  const { done, more } = primitives();
  await userEvent.click(more);
  await userEvent.click(page.getByRole('menuitem', { name: 'Rename…' }));
  const name = page.getByRole('textbox', { name: ui.common.name });
  await expect.element(name).toHaveFocus();
  await userEvent.keyboard('{Backspace}');
  await expect.element(name).toHaveValue('');
  await expect.element(page.getByRole('button', { name: ui.common.save })).toBeDisabled();
  await userEvent.keyboard('{Enter}');
  expect(done).toEqual([]);
  await userEvent.keyboard(' The best {Enter}');
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  expect(done).toEqual(['renamed to The best']);
});

test('an icon has its name, says it with its key on focus, and hides that on Escape', async () => {
  primitives();
  const button = page.getByRole('button', { name: 'Throw away' });
  await userEvent.click(page.getByRole('spinbutton', { name: 'Epochs times' }));
  await userEvent.tab();
  await userEvent.tab();
  await expect.element(button).toHaveFocus();
  const tooltip = page.getByText(/^Throw away Del$/);
  await expect.element(tooltip).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(tooltip).not.toBeInTheDocument();
});

test('a button whose act is under way says so and cannot be pressed again', async () => {
  primitives();
  const busy = page.getByRole('button', { name: 'Under way' });
  await expect.element(busy).toBeDisabled();
  await expect.element(busy).toHaveAttribute('aria-busy', 'true');
});

test('progress says how far it is, and nothing while that is not known', async () => {
  const props = show(Progress, { value: null as number | null, label: 'Progress of the run' });
  const bar = page.getByRole('progressbar', { name: 'Progress of the run' });
  await expect.element(bar).not.toHaveAttribute('aria-valuenow');
  props.value = 0.25;
  await expect.element(bar).toHaveAttribute('aria-valuenow', '0.25');
});

test('what has gone wrong is said at once', async () => {
  const { createRawSnippet } = await import('svelte');
  const children = createRawSnippet(() => ({ render: () => '<span>The disk is full.</span>' }));
  show(Notice, { tone: 'danger' as const, children });
  await expect.element(page.getByRole('alert')).toHaveTextContent('The disk is full.');
});
