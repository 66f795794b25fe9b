/** Memory of this process and all below it, as the system counts it. */
import { readdir, readFile } from 'node:fs/promises';

/**
 * Bytes taken by a process and its descendants: on Linux the proportional set size (a page that several processes
 * share counts once in all), elsewhere null.
 */
export async function treeBytes(root: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const pids = await descendants(root);
  const sizes = await Promise.all([root, ...pids].map(pssOf));
  return sizes.reduce((sum, size) => sum + size, 0);
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

async function pssOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
  return kilobytes ? Number(kilobytes) * 1024 : 0;
}
