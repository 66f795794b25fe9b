/** A chart as a file: a picture with its title and legend, or the numbers. Pure: text from data. */
import type { Along, Line, Range } from './plot.ts';
import { standApart, yRange } from './plot.ts';
import { dateTicks, logTicks, ticks } from './ticks.ts';

export interface ChartPicture {
  readonly title: string;
  readonly lines: readonly Line[];
  /** The part that is shown. */
  readonly range: Range;
  readonly log: boolean;
  readonly format: (value: number) => string;
  readonly formatX: (value: number) => string;
  readonly along?: Along;
  readonly width: number;
  readonly height: number;
  readonly look: {
    readonly ground: string;
    readonly text: string;
    readonly quiet: string;
    readonly grid: string;
    readonly font: string;
  };
}

const MARGIN = { left: 64, right: 20, top: 64, bottom: 36 } as const;
const LEGEND_Y = 44;
/** Of a letter, in pixels: a legend is laid out without a canvas to measure on. */
const LETTER = 7;

/** The chart as an SVG document of its own. */
export function chartSvg(picture: ChartPicture): string {
  const { title, lines, range, width, height, look, log, format, formatX, along } = picture;
  const [from, to] = range;
  const inner = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
  const inside = lines.map(({ points }) =>
    points.x
      .map((x, i) => [x, points.y[i]!] as const)
      .filter(([x, y]) => x >= from && x <= to && Number.isFinite(y) && (!log || y > 0)),
  );
  const values = inside.flatMap((points) => points.map(([, y]) => y));
  const low = values.reduce((least, y) => Math.min(least, y), Infinity);
  const high = values.reduce((most, y) => Math.max(most, y), -Infinity);
  const marks = marksOf(values.length > 0 ? [low, high] : [1, 10], log);
  const scale = (y: number): number => (log ? Math.log10(y) : y);
  const [bottom, top] = [scale(marks[0]!), scale(marks.at(-1)!)];
  const placeX = (x: number): number => MARGIN.left + ((x - from) / (to - from || 1)) * inner.width;
  const placeY = (y: number): number =>
    MARGIN.top + inner.height - ((scale(y) - bottom) / (top - bottom || 1)) * inner.height;
  const marksX =
    along === 'dates'
      ? dateTicks(from, to)
      : ticks(from, to, 6)
          .filter((x) => x >= from && x <= to)
          .map((at) => ({ at, label: formatX(at) }));

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${attribute(look.font)}" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" fill="${look.ground}"/>`,
    `<text x="${MARGIN.left}" y="24" font-size="15" font-weight="600" fill="${look.text}">${escaped(title)}</text>`,
    ...legend(lines, look.text),
    ...marks.flatMap((mark) => [
      `<line x1="${MARGIN.left}" x2="${width - MARGIN.right}" y1="${fixed(placeY(mark))}" y2="${fixed(placeY(mark))}" stroke="${look.grid}"/>`,
      `<text x="${MARGIN.left - 8}" y="${fixed(placeY(mark) + 4)}" text-anchor="end" fill="${look.quiet}">${escaped(format(mark))}</text>`,
    ]),
    ...marksX.map(
      ({ at, label }) =>
        `<text x="${fixed(placeX(at))}" y="${height - 14}" text-anchor="middle" fill="${look.quiet}">${escaped(label)}</text>`,
    ),
    ...lines.flatMap((line, i) => {
      const places = inside[i]!.map(([x, y]) => [fixed(placeX(x)), fixed(placeY(y))] as const);
      const dash = line.dash ? ` stroke-dasharray="${line.dash.join(' ')}"` : '';
      const dots =
        line.dots && standApart(places.length, inner.width)
          ? places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="2.5" fill="${line.colour}"/>`)
          : [];
      return [
        `<polyline points="${places.map(([x, y]) => `${x},${y}`).join(' ')}" fill="none" stroke="${line.colour}" stroke-width="${line.width}" stroke-linejoin="round"${dash}/>`,
        ...dots,
      ];
    }),
    '</svg>',
  ].join('\n');
}

const marksOf = ([low, high]: Range, log: boolean): readonly number[] =>
  log ? logTicks(low, high) : ticks(...yRange(low, high));

function legend(lines: readonly Line[], colour: string): readonly string[] {
  let x: number = MARGIN.left;
  return lines.flatMap(({ label, colour: stroke, dash, width }) => {
    const at = x;
    x += 24 + label.length * LETTER + 20;
    return [
      `<line x1="${at}" x2="${at + 18}" y1="${LEGEND_Y}" y2="${LEGEND_Y}" stroke="${stroke}" stroke-width="${Math.max(2, width)}"${dash ? ` stroke-dasharray="${dash.join(' ')}"` : ''}/>`,
      `<text x="${at + 24}" y="${LEGEND_Y + 4}" fill="${colour}">${escaped(label)}</text>`,
    ];
  });
}

const fixed = (value: number): string => Number(value.toFixed(2)).toString();
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const attribute = (text: string): string => escaped(text).replaceAll('"', "'");

/**
 * All numbers of the lines as CSV (RFC 4180): a row for each x that any line has, an empty cell where a line has no
 * value there. No two columns have one name.
 */
export function chartCsv(
  title: string,
  nameX: string,
  lines: readonly Pick<Line, 'label' | 'points'>[],
  along: Along = 'counts',
): string {
  const rows = new Map<number, string[]>();
  lines.forEach(({ points: { x, y } }, column) => {
    x.forEach((at, i) => {
      const row = rows.get(at) ?? lines.map(() => '');
      row[column] = String(y[i]);
      rows.set(at, row);
    });
  });
  const body = [...rows]
    .sort(([a], [b]) => a - b)
    .map(([x, row]) => [along === 'dates' ? isoDate(x) : String(x), ...row].join(','));
  const names = [nameX, ...lines.map(({ label }) => label)];
  const head = names.map((name, i) => cell(names.indexOf(name) < i ? `${title}: ${name}` : name)).join(',');
  return `${[head, ...body].join('\r\n')}\r\n`;
}

/** As other programs read it: a day, or a moment of one. */
const isoDate = (moment: number): string =>
  new Date(moment).toISOString().replace(/T00:00:00\.000Z$|\.000Z$/, '');

/** A text cell; one that a spreadsheet would take for a formula is only a text. */
const cell = (text: string): string => {
  const harmless = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};
