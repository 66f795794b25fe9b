/** What type each column of a table is, by what it holds, and which one is to be learned. */
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import { parseNumber } from '../files/cells.ts';
import type { TableColumn } from '../files/cells.ts';
import { dateForms, parseDate } from '../files/moments.ts';
import { FEW_VALUES, isNumeric, isProse, numbersIn } from './column-scan.ts';
import type { TableScan } from './scan.ts';
import type { TableForm, Wishes } from './table-form.ts';

type Type = TableColumn['type'];

/** Numbers among the cells of a column that is one of numbers all the same. */
const MOSTLY = 0.9;
const MOST_CODES = 100;
const ROWS_PER_CODE = 5;
const TARGET_NAME =
  /^(label|labels|class|classes|class_?name|target|y|species|category|outcome|diagnosis|survived|churn|result)$/i;
const CLASS_NAME = /^(label|labels|class|classes|target|species|category|diagnosis|survived|outcome)$/i;

/** Of all columns, and the target's place among them; `notes` gets why columns are left out. */
export function chooseTypes(
  scan: TableScan,
  form: TableForm,
  wishes: Wishes,
  notes: Text[],
): { readonly types: readonly Type[]; readonly target: number | null } {
  const { pair } = form;
  if (pair)
    return { types: scan.columns.map((_, i) => (pair.includes(i) ? 'text' : 'skip')), target: pair[1] };
  const { given, names } = wishes;
  const types = scan.columns.map((_, i): Type => {
    if (i === form.time) return 'skip';
    const asked = given.get(i)?.type;
    if (i === form.series) return asked ?? 'skip';
    return asked ?? guessType(scan, i, names[i]!, notes);
  });
  const target = chooseTarget(scan, form, wishes, types);
  if (
    target !== null &&
    form.kind === 'table' &&
    types[target] === 'number' &&
    !given.get(target)?.type &&
    isCoded(scan, target, names[target]!)
  ) {
    types[target] = 'category';
  }
  return { types, target };
}

function guessType({ columns, header, rows }: TableScan, index: number, name: string, notes: Text[]): Type {
  const column = columns[index]!;
  const { present, examples, mixed } = column;
  if (present === 0) {
    notes.push(importNotes.columnIsEmpty(name));
    return 'skip';
  }
  if (column.plain && column.counting && rows > 2 && header.isIndexName(index)) {
    notes.push(importNotes.columnIsIndex(name));
    return 'skip';
  }
  if (isNumeric(column)) return 'number';
  const [example = '', another = ''] = examples;
  // However few: as categories, days that are not among them would be unknown.
  if (column.time.clock !== null) {
    notes.push(importNotes.columnIsDates(name, example));
    return 'skip';
  }
  const values = column.distinct?.size ?? Infinity;
  if (values > present / 2 && isProse(column)) return 'text';
  if (values <= FEW_VALUES || values <= present / 2) return 'category';
  const numbers = numbersIn(column);
  // What is none of them is named line by line when it is written.
  if (numbers >= MOSTLY * present) return 'number';
  notes.push(
    numbers > 0 && mixed
      ? importNotes.columnIsMixed(name, numbers, present - numbers, mixed.text, mixed.row)
      : examples.every(isDate)
        ? importNotes.columnIsDatesOfForms(name, example, another)
        : importNotes.columnIsText(name, Number.isFinite(values) ? values : null, example),
  );
  return 'skip';
}

const isDate = (text: string): boolean => dateForms.some((form) => !Number.isNaN(parseDate(text, form)));

/** The column to learn: the one asked for, one named so, the last where it holds categories, the last that does, the last. */
function chooseTarget(
  scan: TableScan,
  { kind }: TableForm,
  { options, names, file }: Wishes,
  types: readonly Type[],
): number | null {
  if (options.target === null) return null;
  if (options.target !== undefined) {
    const index = names.indexOf(options.target);
    if (index === -1 || types[index] === 'skip') {
      throw new Failed(failure('import-failed', { file, detail: importReasons.noTarget(options.target) }));
    }
    return index;
  }
  const usable = names.map((_, i) => i).filter((i) => types[i] === 'number' || types[i] === 'category');
  if (kind === 'series') return usable.findLast((i) => types[i] === 'number') ?? null;
  const last = usable.at(-1);
  if (last === undefined || types.filter((type) => type !== 'skip').length < 2) return null;
  const named = usable.findLast((i) => TARGET_NAME.test(names[i]!));
  if (named !== undefined) return named;
  if (types[last] === 'category' || isCoded(scan, last, names[last]!)) return last;
  return usable.findLast((i) => types[i] === 'category') ?? last;
}

/** True where numbers are the codes of classes: whole, few, without a gap, each often; or named as classes are. */
function isCoded({ columns, header }: TableScan, index: number, name: string): boolean {
  const { integers, present, distinct, plain } = columns[index]!;
  if (!plain || !integers || !distinct || distinct.size < 2 || distinct.size > MOST_CODES) return false;
  if (present < distinct.size * ROWS_PER_CODE && header.classNames === null) return false;
  if (CLASS_NAME.test(name)) return true;
  const codes = [...distinct].map((text) => parseNumber(text));
  const least = Math.min(...codes);
  return (least === 0 || least === 1) && Math.max(...codes) - least + 1 === new Set(codes).size;
}
