import { existsSync, rmSync, writeFileSync } from 'node:fs';

const BYTES = 512 * 1024;

/**
 * A little room kept on the disk: when it is full, giving it up lets the database say so. Taken again at the next
 * start at which there is room.
 */
export function openReserve(path: string): { free(): void } {
  if (!existsSync(path)) {
    try {
      // Not zeros: a file system may keep those without taking room.
      writeFileSync(path, Buffer.alloc(BYTES, 0x5a), { mode: 0o600 });
    } catch {
      rmSync(path, { force: true });
    }
  }
  return { free: () => rmSync(path, { force: true }) };
}
