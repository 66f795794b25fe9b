/** Memory of this process and all below it, as the system counts it. */
import { readdir, readFile } from 'node:fs/promises';

/** Memory that has grown by less is not looked at again. */
const GROWN = 1.01;

/**
 * A function that answers the most bytes that a process and its descendants have taken together whenever it was called:
 * on Linux of the proportional set size (a page that several processes share counts once in all), elsewhere null.
 *
 * For that size the system goes through every page of a process: ten milliseconds for half a gigabyte, on a core that a
 * run computes on. So it is asked for only where what is resident, which the system keeps count of, has grown.
 */
export function treePeak(root: number): () => Promise<number | null> {
  let [resident, peak] = [0, 0];
  return async () => {
    if (process.platform !== 'linux') return null;
    const pids = [root, ...(await descendants(root))];
    const now = await sumOf(pids, 'status', /^VmRSS:\s+(\d+) kB$/m);
    if (now > resident * GROWN) {
      resident = now;
      peak = Math.max(peak, await sumOf(pids, 'smaps_rollup', /^Pss:\s+(\d+) kB$/m));
    }
    return peak;
  };
}

/** Descends by /proc/<pid>/task/<tid>/children, which costs as much as the tree is large, not the machine. */
async function descendants(root: number): Promise<number[]> {
  const found: number[] = [];
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
    for (const task of tasks) {
      const text = await readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '');
      const children = text
        .split(' ')
        .filter((part) => part !== '')
        .map(Number);
      found.push(...children);
      open.push(...children);
    }
  }
  return found;
}

/** Bytes by a line of a file that each process has; one that is gone has none. */
async function sumOf(pids: readonly number[], file: string, line: RegExp): Promise<number> {
  const texts = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
  );
  return texts.reduce((sum, text) => sum + 1024 * Number(line.exec(text)?.[1] ?? 0), 0);
}
