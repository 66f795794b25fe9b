/** What a person can correct before an import, as plain data. */
import type { DecimalSign, ImportForm, ImportOptions, ImportPreview } from '../../shared/contract/core.ts';
import type { TokensColumn } from '../../shared/data/manifest.ts';
import { USUAL_VOCABULARY } from '../../shared/data/tokenizer.ts';

export type ColumnChoice = 'number' | 'category' | 'text' | 'skip';
export type TokenizerChoice = TokensColumn['tokenizer']['kind'];

export interface ChosenColumn {
  readonly index: number;
  readonly name: string;
  readonly type: ColumnChoice;
}

/** One image a row, from a table's number columns: a pixel of `brightest` is white. */
export interface ImageChoice {
  readonly on: boolean;
  readonly height: number;
  readonly width: number;
  readonly brightest: number;
}

export interface Choices {
  readonly name: string;
  readonly header: boolean;
  /** True where the person said whether there is a header; else the import finds out by itself, as the look did. */
  readonly headerSaid: boolean;
  /** Of numbers that could have either sign; null where there are none. */
  readonly decimal: DecimalSign | null;
  readonly decimalSaid: boolean;
  readonly columns: readonly ChosenColumn[];
  /** Index of the target column in the file; null: none. */
  readonly target: number | null;
  readonly image: ImageChoice;
  readonly tokenizer: TokenizerChoice;
  /** The most tokens of a vocabulary. */
  readonly vocabulary: number;
  /** Name of the column that a series is in the order of; null: it is none. */
  readonly time: string | null;
  /** Name of the column that names several series; null: there is one. */
  readonly series: string | null;
  /** True where the person chose; else the import finds out by all rows, of which the look saw the first. */
  readonly seriesSaid: boolean;
  readonly fill: boolean;
}

/** What was found, as the choices to begin with. `name`: a better one than the look found. */
export function choicesOf(preview: ImportPreview, name: string | null = null): Choices {
  const columns = preview.table?.columns ?? [];
  const target = columns.find((column) => column.name === preview.target)?.index ?? null;
  const tokenizer = preview.kind === 'text' ? 'characters' : 'words';
  const choices: Choices = {
    name: name ?? preview.name,
    header: preview.table?.header ?? true,
    headerSaid: false,
    decimal: preview.table?.decimal ?? null,
    decimalSaid: false,
    columns: columns.map(({ index, name, type }) => ({ index, name, type })),
    target,
    image: { on: false, height: 1, width: 1, brightest: 255 },
    tokenizer,
    vocabulary: USUAL_VOCABULARY[tokenizer],
    time: preview.time?.column ?? null,
    series: preview.time?.series ?? null,
    seriesSaid: false,
    fill: false,
  };
  const side = squareSide(choices);
  return {
    ...choices,
    image: { ...choices.image, height: side ?? 1, width: side ?? 1, brightest: largestExample(preview) },
  };
}

/** The choices after looking again as something else, which name, header and decimal sign outlast. */
export const withForm = (found: Choices, { name, headerSaid, decimalSaid }: Choices): Choices => ({
  ...found,
  name,
  headerSaid,
  decimalSaid,
});

/** The choices after looking again with another decimal sign, which changes how numbers are read and nothing else. */
export const withDecimal = ({ decimal }: Choices, before: Choices): Choices => ({
  ...before,
  decimal,
  decimalSaid: true,
});

/** The choices after looking again under another header setting: types, target and name stay as the person set them. */
export function withHeader(found: Choices, before: Choices): Choices {
  const types = new Map(before.columns.map((column) => [column.index, column.type]));
  return {
    ...before,
    header: found.header,
    headerSaid: true,
    decimal: found.decimal,
    columns: found.columns.map((column) => ({ ...column, type: types.get(column.index) ?? column.type })),
  };
}

/** The choices with another tokenizer, which has a size of its own. */
export const withTokenizer = (choices: Choices, tokenizer: TokenizerChoice): Choices => ({
  ...choices,
  tokenizer,
  vocabulary: USUAL_VOCABULARY[tokenizer],
});

/** Ways to make tokens of what the files would become; none where nothing of it is text. */
export function tokenizersFor(preview: ImportPreview, { columns }: Choices): readonly TokenizerChoice[] {
  if (preview.kind === 'text') return ['characters', 'words', 'bpe'];
  if (preview.kind === 'pairs' || columns.some(({ type }) => type === 'text'))
    return ['words', 'characters', 'bpe'];
  return [];
}

/** The form of what is imported, to be said where files could have another. */
export const formOf = ({ kind, forms }: ImportPreview): ImportForm | undefined =>
  forms.find((form) => form === kind);

/** Number columns that would become pixels: all but the target. */
export const pixelColumns = ({ columns, target }: Choices): readonly ChosenColumn[] =>
  columns.filter((column) => column.type === 'number' && column.index !== target);

/** The side of the square image that the number columns would fill; null where they fill none. */
export function squareSide(choices: Choices): number | null {
  const side = Math.sqrt(pixelColumns(choices).length);
  return Number.isInteger(side) && side >= 4 ? side : null;
}

/** True where the image takes exactly the number columns. */
export const imageFits = (choices: Choices): boolean =>
  choices.image.height * choices.image.width === pixelColumns(choices).length;

/** The largest number among the examples, as a first guess of what white is. */
function largestExample(preview: ImportPreview): number {
  const numbers = (preview.table?.columns ?? [])
    .filter((column) => column.type === 'number' && column.name !== preview.target)
    .flatMap((column) => column.examples.map(Number))
    .filter(Number.isFinite);
  const largest = numbers.reduce((most, number) => Math.max(most, number), 0);
  if (largest > 16) return 255;
  if (largest > 1) return 16;
  return largest > 0 ? 1 : 255;
}

/** What the person said of the file as a whole. */
export const saidOf = ({ header, headerSaid, decimal, decimalSaid }: Choices): ImportOptions => ({
  ...(headerSaid && { header }),
  ...(decimalSaid && decimal !== null && { decimal }),
});

/** The options of the import: only what differs from what was found. */
export function optionsOf(preview: ImportPreview, choices: Choices): ImportOptions {
  const { table } = preview;
  const form = formOf(preview);
  const text = {
    ...(form && { as: form }),
    ...(tokenizersFor(preview, choices).length > 0 && {
      tokenizer: choices.tokenizer,
      vocabulary: choices.vocabulary,
    }),
    ...(choices.time !== null && { time: choices.time, fill: choices.fill }),
    ...(choices.time !== null && choices.seriesSaid && { series: choices.series }),
  };
  if (!table) return text;
  const found = new Map(table.columns.map((column) => [column.index, column]));
  const columns = choices.columns.flatMap(({ index, name, type }) => {
    const known = found.get(index);
    const renamed = name.trim() !== '' && name.trim() !== known?.name;
    const retyped = type !== known?.type;
    if (!renamed && !retyped) return [];
    return [{ index, ...(renamed && { name: name.trim() }), ...(retyped && { type }) }];
  });
  const target = choices.columns.find((column) => column.index === choices.target && column.type !== 'skip');
  const { image } = choices;
  return {
    ...text,
    ...saidOf(choices),
    ...(columns.length > 0 && { columns }),
    // The second text of a pair is what is to be learned.
    ...(form !== 'pairs' && {
      target: target ? target.name.trim() || (found.get(target.index)?.name ?? null) : null,
    }),
    ...(image.on &&
      imageFits(choices) && {
        image: { shape: [image.height, image.width, 1], scale: 255 / image.brightest },
      }),
  };
}
