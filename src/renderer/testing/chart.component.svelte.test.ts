import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { count, measured } from '../../shared/words/numbers.ts';
import { ui } from '../../shared/words/ui/index.ts';
import Chart from '../charts/Chart.svelte';
import { dashOf } from '../charts/plot.ts';
import { show } from './show.svelte.ts';

const words = ui.train.curves;
const steps = Array.from({ length: 101 }, (_, i) => i);

function chart(more: readonly string[] = []) {
  const line = (label: string, place: number) => ({
    label,
    colour: '#2563d6',
    width: 2,
    dash: dashOf(place),
    points: { x: steps, y: steps.map((step) => 2 / (1 + step) + place) },
  });
  const props = show(Chart, {
    title: 'Loss',
    doc: 'How wrong it is.',
    lines: ['Training', 'Validation', ...more].map(line),
    until: 100,
    format: measured,
    formatX: count,
  });
  const figure = page.getByRole('figure', { name: words.chart('Loss') });
  return { props, figure, plot: figure.getByRole('group', { name: words.zoomHelp }) };
}

const picture = (): string => document.querySelector('canvas')!.toDataURL();

test('a chart is named, its legend has the newest values, and each line a dash of its own', async () => {
  const { figure } = chart();
  await expect.element(figure).toBeVisible();
  const entry = figure.getByRole('button', { name: /^Training/ });
  await expect.element(entry).toHaveTextContent(`Training ${measured(2 / 101)}`);
  const dashes = [...figure.element().querySelectorAll('li line')].map((line) =>
    line.getAttribute('stroke-dasharray'),
  );
  expect(new Set(dashes).size).toBe(2);
});

test('an entry of the legend hides its line and shows it again', async () => {
  const { figure } = chart();
  const entry = figure.getByRole('button', { name: /^Validation/ });
  await expect.poll(() => picture().length).toBeGreaterThan(2000);
  const both = picture();
  await userEvent.click(entry);
  await expect.element(entry).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(picture).not.toBe(both);
  await userEvent.click(entry);
  await expect.element(entry).toHaveAttribute('aria-pressed', 'true');
});

test('the names of many curves stay in one line, and each can be reached', async () => {
  const { figure } = chart(['Run 1', 'Run 2', 'Run 3', 'Run 4', 'Run 5']);
  const element = figure.element() as HTMLElement;
  for (const width of ['420px', '900px']) {
    element.style.width = width;
    const entries = [...element.querySelectorAll<HTMLElement>('li button')];
    expect(entries).toHaveLength(7);
    expect(new Set(entries.map((entry) => entry.getBoundingClientRect().top)).size).toBe(1);
    for (const entry of [entries.at(-1)!, entries[0]!]) {
      entry.focus();
      const { left, right } = entry.getBoundingClientRect();
      const seen = entry.closest('ul')!.getBoundingClientRect();
      expect([left >= seen.left - 1, right <= seen.right + 1]).toEqual([true, true]);
    }
  }
});

test('keys zoom in, move and show all again', async () => {
  const { figure, plot } = chart();
  const all = figure.getByRole('button', { name: words.showAll });
  (plot.element() as HTMLElement).focus();
  await userEvent.keyboard('+');
  await expect.element(all).toBeVisible();
  const near = picture();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.poll(picture).not.toBe(near);
  await userEvent.keyboard('{Escape}');
  await expect.element(all).not.toBeInTheDocument();
  await userEvent.keyboard('-');
  await expect.element(all).not.toBeInTheDocument();
});

test('the menu offers a picture, a drawing and the numbers, and Escape gives the focus back', async () => {
  const { figure } = chart();
  const button = figure.getByRole('button', { name: words.save('Loss') });
  (button.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  const items = page.getByRole('menuitem');
  await expect
    .poll(() => items.elements().map((item) => item.textContent?.trim()))
    .toEqual([words.savePng, words.saveSvg, words.saveCsv]);
  await userEvent.keyboard('{Escape}');
  await expect.element(button).toHaveFocus();
});
