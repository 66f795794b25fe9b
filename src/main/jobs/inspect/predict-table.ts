/** A person's files as one table: their own columns, then what the model says of each row. */
import type { Answer } from '../../../shared/contract/core.ts';
import type { InspectEvent, InspectQuestion } from '../../../shared/contract/jobs.ts';
import { csvLine } from '../../../shared/data/csv.ts';
import { answerColumns as words } from '../../../shared/words/predictions.ts';
import type { LoadedModel } from '../model/model.ts';
import type { FileForm } from './file-rows.ts';
import { answered } from './predict.ts';
import { rowsRead } from './windows.ts';

interface Table {
  readonly table: Extract<InspectEvent, { type: 'table' }>['table'];
  readonly bytes: Uint8Array;
}

/** A row that no window ends at has empty cells. Columns that only some of the files have stand behind those of the first. */
export async function predictTable(
  model: LoadedModel,
  { model: source, files }: Extract<InspectQuestion, { type: 'predict-table' }>,
): Promise<Table> {
  /** The columns of all files, in the order in which they come. */
  const own = new Map<string, number>();
  const rows: { readonly cells: readonly string[]; readonly said: readonly string[] }[] = [];
  let first: FileForm | null = null;
  let answers = 0;
  for (const file of files) {
    for await (const batch of answered(model, source, file)) {
      const { form } = batch;
      first ??= form;
      const places = placesOf(form.names, own);
      const saidOf = new Map(batch.at.map((row, sample) => [row, batch.answers[sample]!]));
      for (const [i, row] of batch.rows.entries()) {
        const cells: string[] = [];
        for (const [at, cell] of row.cells.entries()) cells[places[at]!] = cell;
        const said = saidOf.get(i)?.flatMap(cellsOf) ?? [];
        rows.push({ cells, said: first.comma ? said.map((cell) => cell.replace('.', ',')) : said });
      }
      answers += batch.at.length;
    }
  }
  const names = [...own.keys()].map((key) => key.slice(0, key.lastIndexOf(' ')));
  const said = headings(model);
  const filled = (cells: readonly string[], width: number): string[] =>
    Array.from({ length: width }, (_, i) => cells[i] ?? '');
  const lines = [
    [...names, ...freshNames(said, names)],
    ...rows.map(({ cells, said: own }) => [...filled(cells, names.length), ...filled(own, said.length)]),
  ];
  const text = lines.map((line) => csvLine(line, first?.delimiter)).join('');
  return { table: { rows: rows.length, answered: answers }, bytes: new TextEncoder().encode(text) };
}

/** Where a file's columns stand among all; a name that comes again in one file is another column. */
function placesOf(names: readonly string[], own: Map<string, number>): readonly number[] {
  const times = new Map<string, number>();
  return names.map((name) => {
    const time = times.get(name) ?? 0;
    times.set(name, time + 1);
    const key = `${name} ${time}`;
    const place = own.get(key) ?? own.size;
    own.set(key, place);
    return place;
  });
}

/** Of an answer: the class and the probability of each, or the numbers; of a network that gives its input back, of each column. */
const cellsOf = ({ columns, ...answer }: Answer): string[] =>
  (columns ?? [answer]).flatMap(({ values, classes, best }) => [
    ...(classes ? [best ?? ''] : []),
    ...values.map(shortest),
  ]);

/** What stands above them. */
function headings(model: LoadedModel): string[] {
  const { preprocessing, inferred, outputs } = model;
  return outputs.flatMap(({ node, name, learns }) => {
    const target = preprocessing.targets[node];
    const width = (inferred.byId.get(node)!.inputs[0] ?? []).reduce((product, n) => product * n, 1);
    const several = (column: string, count: number, label: (column: string, i: number) => string): string[] =>
      Array.from({ length: count }, (_, i) => (count === 1 ? words.value(column) : label(column, i)));
    const classified = (column: string, classes: readonly string[]): string[] => [
      words.value(column),
      ...classes.map((one) => words.probability(column, one)),
    ];
    const own = ((): string[] => {
      switch (target?.type) {
        case 'category':
          return classified(target.column, target.classes);
        case 'number': {
          const span = learns && learns.target.type === 'number' ? learns.target.span : null;
          if (!span) return [words.value(target.column)];
          const step = span.offset - (rowsRead(model.inputs) - 1);
          return Array.from({ length: width }, (_, i) => words.step(target.column, step + i));
        }
        case 'input': {
          const { columns } = preprocessing.inputs[target.input]!;
          if (!columns.every(({ type }) => type === 'number' || type === 'category'))
            return several(columns[0]?.name ?? name, width, (column, i) => words.row(column, i + 1));
          const rows = width / columns.reduce((sum, { classes }) => sum + (classes?.length ?? 1), 0);
          return columns.flatMap(({ name: column, classes }) =>
            classes
              ? Array.from({ length: rows }, (_, i) =>
                  classified(rows > 1 ? `${column} ${i + 1}` : column, classes),
                ).flat()
              : several(column, rows, (_, i) => words.row(column, i + 1)),
          );
        }
        default:
          return several(name, width, (column, i) => words.row(column, i + 1));
      }
    })();
    return outputs.length > 1 ? own.map((column) => words.ofOutput(column, name)) : own;
  });
}

/** None that stands there already. */
function freshNames(names: readonly string[], taken: readonly string[]): string[] {
  const all = new Set(taken);
  return names.map((name) => {
    let fresh = name;
    for (let n = 2; all.has(fresh); n++) fresh = `${name} (${n})`;
    all.add(fresh);
    return fresh;
  });
}

const FEWEST_DIGITS = 6;
const MOST_DIGITS = 9;

/** The fewest digits that are the same float32. */
function shortest(value: number): string {
  for (let digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return String(short);
  }
  return String(Number(value.toPrecision(MOST_DIGITS)));
}
