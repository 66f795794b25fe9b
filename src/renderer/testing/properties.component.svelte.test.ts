import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { layerOf } from '../../shared/kinds/layers/index.ts';
import type { Param } from '../../shared/kinds/params.ts';
import { ui } from '../../shared/words/ui/index.ts';
import ParamFields from '../design/ParamFields.svelte';
import { show } from './show.svelte.ts';

const words = ui.design.properties;

/** The settings of a layer, kept as the document keeps them. */
function settingsOf(kind: string, values: Record<string, unknown> = {}) {
  const changes: [name: string, value: unknown, typing: boolean][] = [];
  const props = show(ParamFields, {
    params: layerOf(kind)!.params as Readonly<Record<string, Param<unknown>>>,
    values,
    onchange: (name: string, _label: string, value: unknown, typing: boolean) => {
      changes.push([name, value, typing]);
      props.values = { ...props.values, [name]: value };
    },
  });
  return { changes, props };
}

test('a number out of its range is said to be so while it stands there, and is not taken', async () => {
  const { changes } = settingsOf('dropout');
  const rate = page.getByRole('spinbutton', { name: 'Rate' });
  await userEvent.fill(rate, '7');
  await expect.element(page.getByRole('alert')).toHaveTextContent(words.wants(words.outside('0', '0.99')));
  await expect.element(rate).toHaveAccessibleDescription(words.wants(words.outside('0', '0.99')));
  expect(changes).toEqual([]);
  await userEvent.tab();
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  await userEvent.fill(rate, '0.25');
  expect(changes).toEqual([['rate', 0.25, true]]);
});

test('what was changed has a way back to its default, by keyboard too', async () => {
  const { changes } = settingsOf('dense', { units: 7 });
  const units = page.getByRole('spinbutton', { name: 'Units' });
  await expect.element(units).toHaveValue('7');
  const back = page.getByRole('button', { name: /^Units: / });
  (back.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  expect(changes.at(-1)).toEqual(['units', layerOf('dense')!.params['units']!.default, false]);
  await expect.element(back).not.toBeInTheDocument();
  await expect.element(units).toHaveFocus();
});

test('each side of a size has its own name, and its neighbours stay as they are', async () => {
  const { changes } = settingsOf('conv2D', { kernelSize: [3, 5] });
  const size = page.getByRole('group', { name: 'Kernel size' });
  await expect.element(size).toBeVisible();
  const height = size.getByRole('spinbutton', { name: `Kernel size, ${words.sides.height}` });
  await userEvent.click(height);
  await userEvent.keyboard('{ArrowUp}');
  expect(changes).toEqual([['kernelSize', [4, 5], true]]);
});

test('a shape is typed with either sign between its numbers; another text is told what is wanted', async () => {
  const { changes } = settingsOf('reshape');
  const shape = page.getByRole('textbox', { name: 'Target shape' });
  await userEvent.fill(shape, '7 x 7 x 4');
  await userEvent.keyboard('{Enter}');
  expect(changes.at(-1)!.slice(0, 2)).toEqual(['targetShape', [7, 7, 4]]);
  await userEvent.fill(shape, 'seven');
  await expect.element(shape).toHaveAttribute('aria-invalid', 'true');
  await expect.element(page.getByRole('alert')).toHaveTextContent(words.shapesWrong.open);
});

test('a choice shows what depends on it', async () => {
  const { props } = settingsOf('dense');
  const names = (): (string | null)[] =>
    [...document.querySelectorAll('label')].map((label) => label.textContent.trim());
  expect(names()).toContain('Units');
  await userEvent.click(page.getByRole('combobox', { name: 'Activation' }));
  await userEvent.click(page.getByRole('option', { name: 'relu', exact: true }));
  expect(props.values['activation']).toBe('relu');
  await expect.element(page.getByRole('combobox', { name: 'Activation' })).toHaveTextContent('relu');
});
