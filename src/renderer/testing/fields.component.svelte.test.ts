import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import NumberField from '../ui/NumberField.svelte';
import Segments from '../ui/Segments.svelte';
import Select from '../ui/Select.svelte';
import Switch from '../ui/Switch.svelte';
import { show } from './show.svelte.ts';

/** A number field that keeps what it reports, as the panels do. */
function numberField(given: { value: number; min?: number; max?: number; step?: number; integer?: boolean }) {
  const reported: number[] = [];
  const props = show(NumberField, {
    'aria-label': 'Rate',
    ...given,
    onchange: (value: number) => {
      reported.push(value);
      props.value = value;
    },
  });
  return { field: page.getByRole('spinbutton', { name: 'Rate' }), reported };
}

test('a number is typed, and each valid one on the way is reported', async () => {
  const { field, reported } = numberField({ value: 1, max: 100 });
  await userEvent.fill(field, '');
  await userEvent.type(field, '42');
  expect(reported).toEqual([4, 42]);
  await expect.element(field).toHaveAttribute('aria-valuenow', '42');
});

test('a decimal comma, an exponent and a pasted number are read', async () => {
  const { field, reported } = numberField({ value: 1 });
  await userEvent.fill(field, '0,25');
  await userEvent.fill(field, '1e-3');
  expect(reported).toEqual([0.25, 0.001]);
  await expect.element(field).toHaveAttribute('aria-valuenow', '0.001');
  await userEvent.keyboard('{Control>}a{/Control}{Control>}c{/Control}{End}');
  await userEvent.keyboard('{Control>}a{/Control}{Control>}v{/Control}');
  await expect.element(field).toHaveValue('1e-3');
});

test('arrow keys step, Shift steps ten times as far, and the limits hold', async () => {
  const { field, reported } = numberField({ value: 0.2, step: 0.1, min: 0, max: 1 });
  await userEvent.click(field);
  await userEvent.keyboard('{ArrowUp}');
  await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}');
  await userEvent.keyboard('{ArrowDown}');
  expect(reported).toEqual([0.3, 1, 0.9]);
});

test('what is no number is marked, kept until the field is left, and Escape gives the last one back', async () => {
  const { field, reported } = numberField({ value: 5, integer: true, min: 1 });
  await userEvent.fill(field, 'ten');
  await expect.element(field).toHaveAttribute('aria-invalid', 'true');
  await userEvent.keyboard('{Escape}');
  await expect.element(field).toHaveValue('5');
  await expect.element(field).not.toHaveAttribute('aria-invalid');
  await userEvent.fill(field, '2.5');
  await userEvent.tab();
  await expect.element(field).toHaveValue('5');
  expect(reported).toEqual([]);
});

test('Home and End go to the ends of the number, and typing there changes it there', async () => {
  const { field, reported } = numberField({ value: 23 });
  await userEvent.click(field);
  await userEvent.keyboard('{Home}1{End}4');
  expect(reported).toEqual([123, 1234]);
});

const OPTIMIZERS = [
  { value: 'adam', label: 'Adam', hint: 'Steps of its own for each weight' },
  { value: 'sgd', label: 'SGD' },
  { value: 'rmsprop', label: 'RMSprop', disabled: true },
  { value: 'adamax', label: 'Adamax' },
] as const;

test('a list opens by keyboard, is walked with arrows, Home and End, and Enter takes', async () => {
  const onchange = vi.fn();
  show(Select, { value: 'adam', options: OPTIMIZERS, 'aria-label': 'Optimizer', onchange });
  const field = page.getByRole('combobox', { name: 'Optimizer' });
  await expect.element(field).toHaveTextContent('Adam');
  field.element().focus();
  await userEvent.keyboard('{Enter}');
  const option = (name: string) => page.getByRole('option', { name });
  await expect.element(page.getByRole('option', { name: /^Adam / })).toHaveAttribute('aria-selected', 'true');
  await userEvent.keyboard('{End}');
  await expect.element(option('Adamax')).toHaveAttribute('data-highlighted');
  await userEvent.keyboard('{Home}{ArrowDown}{ArrowDown}');
  // RMSprop cannot be taken: the arrow passes it.
  await expect.element(option('Adamax')).toHaveAttribute('data-highlighted');
  await userEvent.keyboard('{Enter}');
  expect(onchange).toHaveBeenCalledExactlyOnceWith('adamax');
  await expect.element(field).toHaveFocus();
});

test('Escape closes a list and changes nothing; letters go to what begins with them', async () => {
  const onchange = vi.fn();
  show(Select, { value: 'adam', options: OPTIMIZERS, 'aria-label': 'Optimizer', onchange });
  const field = page.getByRole('combobox', { name: 'Optimizer' });
  await userEvent.click(field);
  await userEvent.keyboard('s');
  await expect.element(page.getByRole('option', { name: 'SGD' })).toHaveAttribute('data-highlighted');
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('listbox')).not.toBeInTheDocument();
  await expect.element(field).toHaveFocus();
  expect(onchange).not.toHaveBeenCalled();
});

test('a list says what is to be chosen while nothing is', async () => {
  show(Select, {
    value: null,
    options: OPTIMIZERS,
    placeholder: 'Choose one',
    'aria-label': 'Optimizer',
    onchange: vi.fn(),
  });
  await expect.element(page.getByRole('combobox', { name: 'Optimizer' })).toHaveTextContent('Choose one');
});

test('a switch is turned by Space and by a click, and says whether it is on', async () => {
  const props = show(Switch, {
    checked: false,
    'aria-label': 'Stop early',
    onchange: (checked: boolean) => (props.checked = checked),
  });
  const field = page.getByRole('switch', { name: 'Stop early' });
  await expect.element(field).not.toBeChecked();
  field.element().focus();
  await userEvent.keyboard(' ');
  await expect.element(field).toBeChecked();
  await userEvent.click(field);
  await expect.element(field).not.toBeChecked();
});

test('of a few choices the arrows take the next, round and round', async () => {
  const props = show(Segments, {
    value: 'none',
    label: 'Smoothing',
    options: [
      { value: 'none', label: 'None' },
      { value: 'some', label: 'Some', count: { n: 2, says: '2 problems' } },
      { value: 'much', label: 'Much' },
    ],
    onchange: (value: string) => (props.value = value),
  });
  const radio = (name: string) => page.getByRole('radio', { name });
  await expect.element(page.getByRole('radiogroup', { name: 'Smoothing' })).toBeVisible();
  const some = page.getByRole('radio', { name: /^Some.*2 problems/ });
  await expect.element(some).not.toBeChecked();
  radio('None').element().focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(some).toBeChecked();
  await expect.element(some).toHaveFocus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  expect(props.value).toBe('none');
});
