/** Rows of text cells into typed column files. */
import type { ImportOptions } from '../../../shared/contract/core.ts';
import type { Column, SplitName } from '../../../shared/data/manifest.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import { categoryValue, isMissing, isMissingNumber, parseNumber } from '../files/cells.ts';
import type { TableColumn } from '../files/cells.ts';
import { changed } from '../files/bytes.ts';
import { ColumnFile, emptyCounts, Statistics } from './dataset-writer.ts';
import type { TablePlan } from './table-plan.ts';
import type { TextColumn } from './text-column.ts';

/** All columns' buffers together. */
const BUFFER_BYTES = 16 * 1024 * 1024;
const FEWEST_ROWS = 64;

type Note = (message: Text) => void;

interface NumberOut {
  readonly type: 'number';
  readonly column: TableColumn;
  readonly file: ColumnFile;
  values: Float32Array<ArrayBuffer>;
  missing: number;
  readonly statistics: Statistics;
}
interface CategoryOut {
  readonly type: 'category';
  readonly column: TableColumn;
  readonly file: ColumnFile;
  readonly indexOf: ReadonlyMap<string, number>;
  values: Int32Array<ArrayBuffer>;
  readonly counts: Record<SplitName, number[]>;
}
interface TextOut {
  readonly type: 'text';
  readonly column: TableColumn;
  readonly file: ColumnFile;
  readonly text: TextColumn;
  values: Int32Array<ArrayBuffer>;
}
interface ImageOut {
  readonly columns: readonly TableColumn[];
  readonly file: ColumnFile;
  readonly shape: readonly [number, number, number];
  readonly scale: number;
  values: Uint8Array<ArrayBuffer>;
}

export class TableWriter {
  readonly #outs: readonly (NumberOut | CategoryOut | TextOut)[];
  readonly #image: ImageOut | null;
  readonly #target: TableColumn | null;
  readonly #capacity: number;
  /** Of one row, before it is known to be whole. */
  readonly #row: Float64Array;
  readonly #file: string;
  #held = 0;

  /**
   * `texts`: the plan's columns of text, by index. Throws `Failed` where no column is left, or too few for the image that
   * the options ask for.
   */
  constructor(
    folder: string,
    plan: Pick<TablePlan, 'columns' | 'target'>,
    texts: ReadonlyMap<number, TextColumn>,
    { options, file }: { readonly options: Pick<ImportOptions, 'image'>; readonly file: string },
  ) {
    const fail = (detail: Text): Failed => new Failed(failure('import-failed', { file, detail }));
    this.#file = file;
    const used = plan.columns.filter((column) => column.type !== 'skip');
    if (used.length === 0) throw fail(importReasons.noColumns());
    this.#target = plan.target === null ? null : plan.columns[plan.target]!;
    const pixels = options.image
      ? used.filter((column) => column.type === 'number' && column !== this.#target)
      : [];
    if (options.image) {
      const wanted = options.image.shape.reduce((product, n) => product * n, 1);
      if (pixels.length !== wanted)
        throw fail(importReasons.imageColumns(pixels.length, options.image.shape));
    }
    const plain = used.filter((column) => !pixels.includes(column));
    const width = (column: TableColumn): number => texts.get(column.index)?.tokens.length ?? 1;
    const rowBytes = plain.reduce((sum, column) => sum + 4 * width(column), pixels.length);
    this.#capacity = Math.max(FEWEST_ROWS, Math.floor(BUFFER_BYTES / rowBytes));
    this.#outs = plain.map((column) => {
      const text = texts.get(column.index);
      const fileOf = (ending: string): ColumnFile =>
        new ColumnFile(folder, `column-${column.index}.${ending}`, 0);
      if (text) {
        const values = new Int32Array(this.#capacity * width(column));
        return { type: 'text', column, file: fileOf('i32'), text, values };
      }
      return column.type === 'number'
        ? {
            type: 'number',
            column,
            file: fileOf('f32'),
            values: new Float32Array(this.#capacity),
            missing: 0,
            statistics: new Statistics(),
          }
        : {
            type: 'category',
            column,
            file: fileOf('i32'),
            indexOf: new Map(column.values.map((value, i) => [value, i])),
            values: new Int32Array(this.#capacity),
            counts: emptyCounts(column.values.length),
          };
    });
    this.#image = options.image
      ? {
          columns: pixels,
          file: new ColumnFile(folder, 'image.u8', 0),
          shape: options.image.shape,
          scale: options.image.scale,
          values: new Uint8Array(this.#capacity * pixels.length),
        }
      : null;
    this.#row = new Float64Array(this.#outs.length);
  }

  /** Takes one row; false where it was left out, which `note` says. */
  add(row: readonly string[], split: SplitName, note: Note): boolean {
    if (this.full) throw new Error('The writer is full: flush it first');
    for (let o = 0; o < this.#outs.length; o++) {
      const out = this.#outs[o]!;
      const text = row[out.column.index]!.trim();
      if (out.type === 'text') {
        if (!this.#text(text, out, note)) return false;
        continue;
      }
      const value =
        out.type === 'number' ? this.#number(text, out.column, note) : this.#category(text, out, note);
      if (value === null) return false;
      this.#row[o] = value;
    }
    if (this.#image && !this.#pixels(row, this.#image, note)) return false;
    for (let o = 0; o < this.#outs.length; o++) {
      const out = this.#outs[o]!;
      if (out.type === 'text') continue;
      const value = this.#row[o]!;
      out.values[this.#held] = value;
      if (out.type === 'category') out.counts[split][value]!++;
      else if (Number.isNaN(value)) out.missing++;
      else if (split === 'train') out.statistics.add(value);
    }
    this.#held++;
    return true;
  }

  /** NaN for a missing number; null where the row cannot be used. */
  #number(text: string, column: TableColumn, note: Note): number | null {
    const value = Math.fround(parseNumber(text, column.comma));
    if (Number.isFinite(value)) return value;
    if (column === this.#target) {
      note(
        isMissingNumber(text)
          ? importNotes.targetMissing(column.name)
          : importNotes.targetNotNumber(column.name, brief(text)),
      );
      return null;
    }
    if (!isMissingNumber(text)) note(importNotes.notANumber(column.name, brief(text)));
    return NaN;
  }

  #category(text: string, out: CategoryOut, note: Note): number | null {
    const index = out.indexOf.get(text) ?? out.indexOf.get(categoryValue(text, out.column));
    if (index !== undefined) return index;
    // It was not there in the first pass.
    if (!isMissing(text)) throw changed(this.#file);
    note(importNotes.targetMissing(out.column.name));
    return null;
  }

  #text(text: string, { column, text: texts, values }: TextOut, note: Note): boolean {
    if (text === '') {
      note(importNotes.textMissing(column.name));
      return false;
    }
    const { length } = texts.tokens;
    const tokens = texts.encode(text, values.subarray(this.#held * length, (this.#held + 1) * length));
    if (tokens > length) note(importNotes.textCut(column.name, tokens, length));
    return true;
  }

  #pixels(row: readonly string[], image: ImageOut, note: Note): boolean {
    const from = this.#held * image.columns.length;
    for (let p = 0; p < image.columns.length; p++) {
      const column = image.columns[p]!;
      const text = row[column.index]!.trim();
      const byte = Math.round(parseNumber(text, column.comma) * image.scale);
      if (!(byte >= 0 && byte <= 255)) {
        note(importNotes.pixelNotByte(column.name, brief(text)));
        return false;
      }
      image.values[from + p] = byte;
    }
    return true;
  }

  get full(): boolean {
    return this.#held === this.#capacity;
  }

  async flush(): Promise<void> {
    for (const out of this.#outs) {
      const width = out.type === 'text' ? out.text.tokens.length : 1;
      await out.file.append(new Uint8Array(out.values.buffer.slice(0, 4 * width * this.#held)));
    }
    if (this.#image)
      await this.#image.file.append(this.#image.values.slice(0, this.#held * this.#image.columns.length));
    this.#held = 0;
  }

  /** Syncs the files and gives the manifest's columns: the image first, the others as in the file. */
  async finish(): Promise<Column[]> {
    await this.flush();
    const columns: Column[] = [];
    if (this.#image) {
      await this.#image.file.finish();
      const { file, shape } = this.#image;
      columns.push({ type: 'image', name: this.#freeName('image'), file: file.file, shape: [...shape] });
    }
    for (const out of this.#outs) {
      await out.file.finish();
      const { name, classes } = out.column;
      if (out.type === 'text') {
        columns.push({ type: 'tokens', name, file: out.file.file, ...out.text.tokens });
      } else if (out.type === 'category') {
        columns.push({
          type: 'category',
          name,
          file: out.file.file,
          classes: [...classes],
          counts: out.counts,
        });
      } else {
        const statistics = out.statistics.result();
        columns.push({ type: 'number', name, file: out.file.file, missing: out.missing, statistics });
      }
    }
    return columns;
  }

  #freeName(name: string): string {
    const taken = new Set(this.#outs.map((out) => out.column.name));
    return taken.has(name) ? this.#freeName(`${name} (picture)`) : name;
  }
}

const brief = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
