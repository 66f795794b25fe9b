/**
 * `--scaling` and `--data-gb N`: training by the size of the data, in memory and read from its files. The files are
 * made for it in a temporary folder and lie in the system's cache of files as far as that goes: nothing is dropped from it.
 */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rowBytes } from '../../src/shared/data/manifest.ts';
import type { Column } from '../../src/shared/data/manifest.ts';
import { roomForData } from '../../src/shared/network/memory.ts';
import { machineRoom } from '../../src/main/jobs/tensorflow/install/machine.ts';
import { alternate } from './alternate.ts';
import type { Measured } from './alternate.ts';
import { startContestant } from './contestant.ts';
import type { Contestant } from './contestant.ts';
import { networkOf, withRows } from './networks.ts';
import type { Asked } from './ours.ts';

const GIGABYTES = [0.1, 1, 10];
const CHUNK = 16 * 1024 * 1024;

/** `names`: of networks of pictures. */
export async function dataSizes(
  names: readonly string[],
  threads: number,
  rounds: number,
  seconds: number,
  most: number,
  json: boolean,
): Promise<void> {
  const lines: object[] = [];
  const [first] = names;
  if (!first) return;
  const { columns } = networkOf(first).manifest;
  for (const gigabytes of new Set([...GIGABYTES.filter((size) => size < most), most])) {
    const folder = await mkdtemp(join(tmpdir(), 'neuroloom-bench-'));
    const rows = Math.floor((gigabytes * 1e9) / rowBytes(columns[0]!));
    try {
      for (const column of columns) await writeColumn(folder, column, rows);
      for (const network of names) {
        const reference = withRows(networkOf(network), rows);
        const start = (name: string, room: number): Promise<Contestant> => {
          const data = { folder, rows, room };
          const asked: Asked = { network, threads, shards: null, precision: 'float32', how: 'traced', data };
          const file = join(import.meta.dirname, 'ours.ts');
          return startContestant(name, process.execPath, [file, JSON.stringify(asked)]);
        };
        // The classes are in memory, as they are in a run.
        const streamed = await start('streamed', 4 * rows);
        const fits =
          roomForData(reference.project, reference.manifest, machineRoom()) > gigabytes * 1e9 + 4 * rows;
        const resident = fits ? await start('resident', Number.MAX_SAFE_INTEGER) : null;
        const { ours, others } = await alternate(streamed, resident ? [resident] : [], rounds, seconds);
        await Promise.all([streamed.close(), resident?.close()]);
        const line = (contestant: Contestant, of: Measured): object => ({
          network,
          gigabytes,
          rows,
          data: contestant.name,
          threads,
          samplesPerSecond: Math.round(of.speed),
          msPerStep: Number(of.msPerStep.toFixed(3)),
          cpuMsPerStep: Number(of.cpuMsPerStep.toFixed(3)),
          streamedByResident: Number(of.ratio.toFixed(3)),
          peakMB: Math.round((contestant.facts['peak'] as number) / 1e6),
        });
        const told = [line(streamed, ours), ...(resident ? [line(resident, others[0]!)] : [])];
        if (json) for (const each of told) console.log(JSON.stringify(each));
        else lines.push(...told);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  if (!json) console.table(lines);
}

/** One chunk of random values, again and again; classes are classes all the same. */
async function writeColumn(folder: string, column: Column, rows: number): Promise<void> {
  const chunk = new Uint8Array(CHUNK);
  for (let i = 0; i < CHUNK; i++)
    chunk[i] = column.type === 'image' ? Math.random() * 256 : i % 4 === 0 ? Math.random() * 10 : 0;
  const file = await open(join(folder, column.file), 'w');
  try {
    for (let left = rows * rowBytes(column); left > 0; left -= CHUNK)
      await file.write(chunk, 0, Math.min(left, CHUNK));
  } finally {
    await file.close();
  }
}
