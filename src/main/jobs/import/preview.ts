/** A first look at dropped files: enough to show what would be imported and to correct it, in a second or so. */
import { importForms } from '../../../shared/contract/core.ts';
import type { ImportPreview } from '../../../shared/contract/core.ts';
import type { ImportCommand } from '../../../shared/contract/jobs.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importReasons } from '../../../shared/words/imports.ts';
import { assertNever } from '../../../shared/result.ts';
import type { TableColumn } from '../files/cells.ts';
import { corpusHead } from '../files/corpus.ts';
import { headRows } from '../files/rows.ts';
import { listSources } from '../files/sources.ts';
import { readFormat } from '../files/table-format.ts';
import { classNames, FASHION_MNIST, isFashionMnist } from './class-names.ts';
import type { Reporter } from './context.ts';
import { pairIdx, scanLabels } from './idx.ts';
import { arrangePictures, pictureClasses } from './images.ts';
import { recognise } from './recognise.ts';
import type { Recognised } from './recognise.ts';
import { TableScan } from './scan.ts';
import { planTable } from './table-plan.ts';

type Preview = Extract<ImportCommand, { type: 'preview' }>;
type Details = Pick<ImportPreview, 'rows' | 'classes' | 'target'> &
  Partial<Pick<ImportPreview, 'kind' | 'table' | 'text' | 'time'>> & { readonly name?: string };

const SAMPLE_ROWS = 5000;
const SHOWN_ROWS = 20;
const SHOWN_COLUMNS = 2000;
const SHOWN_CELL = 200;
const SHOWN_TEXT = 4000;

/** Throws `Failed` where nothing can be imported. */
export async function previewImport(command: Preview, report: Reporter): Promise<ImportPreview> {
  const listing = await listSources(command.files, report.note, report.signal);
  try {
    const found = await recognise(command.files, listing.files, report.note, command.options.as);
    const details = await look(found, command, report);
    const files = found.files.slice(0, 1000).map(({ name, bytes }) => ({ name, bytes }));
    const forms = found.kind === 'table' || found.kind === 'text' ? importForms : [];
    return {
      kind: found.kind,
      forms,
      name: found.name,
      files,
      table: null,
      text: null,
      time: null,
      ...details,
      problems: report.problems.first,
    };
  } finally {
    listing.close();
  }
}

function look(found: Recognised, command: Preview, report: Reporter): Promise<Details> | Details {
  switch (found.kind) {
    case 'idx':
      return lookAtIdx(found, command, report);
    case 'table':
      return lookAtTable(found, command, report);
    case 'text':
      return lookAtText(found);
    case 'images': {
      const pictures = arrangePictures(found.files, report.note);
      const classes = pictureClasses(pictures);
      return { rows: pictures.length, classes, target: classes.length > 0 ? 'label' : null };
    }
    default:
      return assertNever(found.kind);
  }
}

async function lookAtIdx(found: Recognised, command: Preview, report: Reporter): Promise<Details> {
  const pairs = await pairIdx(found.files, report);
  const rows = pairs.reduce((sum, { images }) => sum + images.header.rows, 0);
  if (!pairs[0]!.labels) return { rows, classes: [], target: null };
  const { values, hashes } = await scanLabels(pairs, report);
  const fashion = values !== null && isFashionMnist(command.files, hashes);
  const classes = values ? classNames(values, fashion) : [];
  return { rows, classes, target: 'label', ...(fashion && { name: FASHION_MNIST }) };
}

/** Types are guessed from the first rows; the import looks at all of them. */
async function lookAtTable(found: Recognised, { options }: Preview, report: Reporter): Promise<Details> {
  const file = found.files[0]!;
  const format = await readFormat(file, options.header);
  const { header, head, delimiter } = format;
  const rows = headRows(head, delimiter, SAMPLE_ROWS + 1).slice(header.lines);
  const scan = new TableScan(format, options);
  const whole = rows.filter((row) => row.length === header.names.length);
  // Where the person says what the first line is, they see what becomes of it.
  if (rows.length === 0 && found.files.length === 1 && options.header === undefined) {
    const detail = importReasons.rowTooLong(header.lines + 1);
    throw new Failed(
      head.whole
        ? failure('import-no-rows', { file: file.name })
        : failure('import-failed', { file: file.name, detail }),
    );
  }
  for (const row of whole) scan.add(row);
  const plan = planTable(scan, options, file.name);
  for (const message of plan.notes) report.note({ file: file.name, message });
  const target = plan.target === null ? null : plan.columns[plan.target]!;
  return {
    kind: plan.form,
    rows: head.whole && rows.length <= SAMPLE_ROWS && found.files.length === 1 ? whole.length : null,
    table: {
      header: header.named,
      decimal: plan.decimal,
      columns: plan.columns.slice(0, SHOWN_COLUMNS).map((column) => ({
        index: column.index,
        name: column.name,
        type: column.type,
        examples: scan.columns[column.index]!.examples,
        ...namesOfCodes(column),
      })),
      rows: rows
        .slice(0, SHOWN_ROWS)
        .map((row) => row.slice(0, SHOWN_COLUMNS).map((cell) => cell.slice(0, SHOWN_CELL))),
    },
    time: plan.time && {
      column: plan.columns[plan.time.column]!.name,
      columns: plan.times,
      series: plan.time.series === null ? null : plan.columns[plan.time.series]!.name,
      naming: plan.naming,
    },
    classes: target?.classes ?? [],
    target: target?.name ?? null,
  };
}

/** The names that a table gives its classes beside their numbers. */
function namesOfCodes({ values, classes }: TableColumn): { readonly classNames?: Record<string, string> } {
  const named = values
    .map((value, i) => [value, classes[i]!] as const)
    .filter(([value, name]) => value !== '' && value !== name);
  return named.length > 0 ? { classNames: Object.fromEntries(named) } : {};
}

async function lookAtText(found: Recognised): Promise<Details> {
  const { text } = await corpusHead(found.files[0]!);
  const characters = new Set(text).size;
  return {
    rows: null,
    text: { beginning: text.slice(0, SHOWN_TEXT).toWellFormed(), characters },
    classes: [],
    target: null,
  };
}
