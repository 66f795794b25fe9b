import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chartCsv, chartSvg } from './picture.ts';
import { fileName } from './save.ts';
import type { ChartPicture } from './picture.ts';
import { moved, zoomed } from './plot.ts';
import type { Line } from './plot.ts';
import { dateTicks, logTicks, ticks } from './ticks.ts';

const line = (label: string, x: number[], y: number[]): Line => ({
  label,
  colour: '#123456',
  width: 2,
  points: { x, y },
});
const picture = (lines: readonly Line[], more: Partial<ChartPicture> = {}): ChartPicture => ({
  title: 'Loss',
  lines,
  range: [0, 10],
  log: false,
  format: String,
  formatX: String,
  width: 960,
  height: 480,
  look: { ground: '#fff', text: '#000', quiet: '#555', grid: '#ddd', font: '"Segoe UI", sans-serif' },
  ...more,
});

it('draws every line of the shown part, with its name', () => {
  const svg = chartSvg(
    picture([line('Training', [0, 5, 10], [3, 2, 1]), line('A < B & "C"', [0, 10], [1, 1])]),
  );
  expect(svg.match(/<polyline /g)).toHaveLength(2);
  expect(svg).toContain('A &lt; B &amp; "C"');
  expect(chartSvg(picture([line('a', [0, 5, 10], [3, 2, 1])], { range: [4, 10] }))).toMatch(
    /points="[\d.]+,[\d.]+ [\d.]+,[\d.]+"/,
  );
});

it('marks single values where the marks stand apart', () => {
  const marks = (many: number): number => {
    const x = Array.from({ length: many }, (_, i) => i);
    const svg = chartSvg(picture([{ ...line('a', x, x), dots: true }], { range: [0, many] }));
    return svg.match(/<circle /g)?.length ?? 0;
  };
  expect([marks(1), marks(50), marks(500)]).toEqual([1, 50, 0]);
});

it('stays inside its picture whatever the numbers', () => {
  const numbers = fc.array(
    fc.oneof(
      fc.double({ min: -1e12, max: 1e12 }).filter((y) => y === 0 || Math.abs(y) > 1e-12),
      fc.constant(Infinity),
    ),
    {
      minLength: 1,
      maxLength: 20,
    },
  );
  fc.assert(
    fc.property(numbers, fc.boolean(), (y, log) => {
      const svg = chartSvg(
        picture(
          [
            line(
              'a',
              y.map((_, i) => i),
              y,
            ),
          ],
          { log, range: [0, Math.max(1, y.length - 1)] },
        ),
      );
      expect(svg).not.toMatch(/NaN|Infinity(?![^<]*<\/text>)/);
      for (const [, points] of svg.matchAll(/<polyline points="([^"]*)"/g))
        for (const point of points!.split(' ').filter(Boolean)) {
          const [px, py] = point.split(',').map(Number);
          expect(px).toBeGreaterThanOrEqual(63);
          expect(px).toBeLessThanOrEqual(941);
          expect(py).toBeGreaterThanOrEqual(62);
          expect(py).toBeLessThanOrEqual(446);
        }
    }),
  );
});

it('writes all numbers, and no formula', () => {
  const first = line('=1+1, "a"', [1, 2, 3], [0.5, 0.25, 0.125]);
  const csv = chartCsv('Loss', 'Step', [first, line('b', [2], [7])]);
  expect(csv).toBe('Step,"\'=1+1, ""a""",b\r\n1,0.5,\r\n2,0.25,7\r\n3,0.125,\r\n');
});

it('gives no two columns one name', () => {
  const csv = chartCsv('Loss', 'Step', [line('Step', [1], [0.5]), line('Training', [1], [0.25])]);
  expect(csv.split('\r\n')[0]).toBe('Step,Loss: Step,Training');
});

it('makes a name that every system takes', () => {
  expect(fileName('Run 3 · Loss', 'csv')).toBe('Run 3 Loss.csv');
  expect(fileName('a/b', 'svg')).toBe('a b.svg');
  expect(fileName('···', 'png')).toBe('curves.png');
});

it('zooms and moves inside the whole', () => {
  expect(zoomed([0, 100], [0, 100], 0.5)).toEqual([25, 75]);
  expect(zoomed([25, 75], [0, 100], 2)).toBeNull();
  expect(moved([25, 75], [0, 100], -1)).toEqual([0, 50]);
  expect(moved([50, 75], [0, 100], 5)).toEqual([75, 100]);
});

it('marks an axis with round numbers that cover it', () => {
  expect(ticks(0.3, 2.2)).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
  expect(logTicks(0.03, 2)).toEqual([0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]);
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      (low, times) => {
        const marks = logTicks(low, low * times);
        expect(marks[0]).toBeLessThanOrEqual(low * (1 + 1e-6));
        expect(marks.at(-1)).toBeGreaterThanOrEqual(low * times * (1 - 1e-6));
      },
    ),
  );
});

it('marks dates where years, months, days and hours begin', () => {
  const labels = (from: string, to: string) =>
    dateTicks(Date.parse(from), Date.parse(to)).map(({ label }) => label);
  expect(labels('1749-03-01', '2008-12-31')).toEqual(['1750', '1800', '1850', '1900', '1950', '2000']);
  expect(labels('2023-11-20', '2024-04-02')).toEqual([
    'Dec 2023',
    'Jan 2024',
    'Feb 2024',
    'Mar 2024',
    'Apr 2024',
  ]);
  expect(labels('2024-02-20', '2024-03-12')).toEqual(['26 Feb 2024', '4 Mar 2024', '11 Mar 2024']);
  expect(labels('2024-02-28T22:00Z', '2024-02-29T02:00Z')).toEqual([
    ...['28 Feb 2024 22:00', '28 Feb 2024 23:00', '29 Feb 2024 0:00', '29 Feb 2024 1:00', '29 Feb 2024 2:00'],
  ]);
  const moment = fc.integer({ min: -2e13, max: 3e13 });
  fc.assert(
    fc.property(moment, moment, fc.integer({ min: 1, max: 12 }), (a, b, most) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const marks = dateTicks(low, high, most);
      expect(marks.length).toBeLessThanOrEqual(1.6 * most + 1);
      for (const { at } of marks) expect(at >= low && at <= high).toBe(true);
      expect(new Set(marks.map(({ label }) => label)).size).toBe(marks.length);
    }),
  );
});

it('keeps dates in a saved picture and in saved numbers', () => {
  const days = [Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 2, 6), Date.UTC(2024, 0, 3)];
  const own = line('sales', days, [1, 2, 3]);
  const svg = chartSvg(picture([own], { range: [days[0]!, days[2]!], along: 'dates' }));
  expect(svg).toContain('>2 Jan 2024 0:00<');
  expect(chartCsv('Sales', 'when', [own], 'dates')).toBe(
    'when,sales\r\n2024-01-01,1\r\n2024-01-02T06:00:00,2\r\n2024-01-03,3\r\n',
  );
});
