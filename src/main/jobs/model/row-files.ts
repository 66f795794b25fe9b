/** The files behind rows: opened, read into memory, or laid out anew. */
import { closeSync, fstatSync, openSync, statfsSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { flatFeatures, rowBytes } from '../../../shared/data/manifest.ts';
import type { Column, DatasetManifest } from '../../../shared/data/manifest.ts';
import { bytesOf, damaged, readRows, rowArray, rowsOfBlock, unreadable } from './rows.ts';
import type { OpenColumn, RowArray, RowType, RowValues } from './rows.ts';

/**
 * Opens the files of columns whose rows, side by side, are numbers of this type. Throws `Failed` 'data-damaged' where one
 * cannot be read or has another length than the manifest says.
 */
export function openRows(
  columns: readonly Column[],
  type: RowType,
  manifest: DatasetManifest,
  folder: string,
): RowValues {
  const open: OpenColumn[] = [];
  try {
    for (const column of columns) open.push(openColumn(column, type, manifest, folder));
  } catch (error) {
    closeColumns(open);
    throw error;
  }
  const width = open.reduce((sum, column) => sum + column.width, 0);
  return { rows: manifest.rows, width, type, values: null, columns: open };
}

function openColumn(column: Column, type: RowType, manifest: DatasetManifest, folder: string): OpenColumn {
  const { file } = column;
  const stored = column.type === 'image' ? 'uint8' : column.type === 'number' ? 'float32' : 'int32';
  const length = rowBytes(column) / bytesOf({ width: 1, type: stored });
  let fd: number;
  try {
    fd = openSync(join(folder, file), 'r');
  } catch (error) {
    throw unreadable(manifest.name, file, error);
  }
  const wanted = manifest.rows * rowBytes(column);
  const { size } = fstatSync(fd);
  if (size !== wanted) {
    closeSync(fd);
    throw damaged(manifest.name, `${file} has ${size} bytes in place of ${wanted}`);
  }
  const width = column.type === 'category' && type === 'float32' ? flatFeatures(column) : length;
  return { fd, file, dataset: manifest.name, type: stored, stored: length, width };
}

export function closeColumns(columns: readonly OpenColumn[]): void {
  for (const { fd } of columns) closeSync(fd);
}

/** All rows in memory; gives the event loop a turn after each block that is read. */
export async function readAll(of: RowValues): Promise<RowValues> {
  const { rows, width, type } = of;
  const values = rowArray(type, rows * width);
  const block = rowsOfBlock(of);
  for (let row = 0; row < rows; row += block) {
    readRows(of, row, Math.min(block, rows - row), values, row * width);
    await new Promise((done) => setImmediate(done));
  }
  return { ...of, values, columns: [] };
}

/** Left free on the disk when rows are laid side by side. */
const SPARE_BYTES = 1e9;

/**
 * Rows of many columns laid side by side in a file of their own in `folder`, so that one read gets a row. The file has no
 * name any more and is gone with the process. Without the disk for it the rows stay as they are.
 */
export async function layOut(of: RowValues, folder: string): Promise<RowValues> {
  const { rows, width, type, columns } = of;
  const { fd: first, dataset } = columns[0]!;
  const { bavail, bsize } = statfsSync(folder);
  if (rows * bytesOf(of) + SPARE_BYTES > bavail * bsize) return of;
  const file = `rows-${process.pid}-${first}.partial`;
  const fd = openSync(join(folder, file), 'wx+');
  unlinkSync(join(folder, file));
  try {
    const block = rowArray(type, Math.min(rows, rowsOfBlock(of)) * width);
    for (let row = 0; row < rows; row += block.length / width) {
      const count = Math.min(block.length / width, rows - row);
      readRows(of, row, count, block, 0);
      writeWhole(fd, block.subarray(0, count * width));
      await new Promise((done) => setImmediate(done));
    }
  } catch (error) {
    closeSync(fd);
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return of;
    throw error;
  }
  closeColumns(columns);
  return { ...of, columns: [{ fd, file, dataset, type, stored: width, width }] };
}

function writeWhole(fd: number, values: RowArray): void {
  for (let written = 0; written < values.byteLength;)
    written += writeSync(fd, values, written, values.byteLength - written);
}
