import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { treePeak } from './memory.ts';

const MEGABYTES = 1e6;
const HELD = 64 * MEGABYTES;

test.runIf(process.platform === 'linux')(
  'the peak counts what lies below, and stays when that is gone',
  async () => {
    const peak = treePeak(process.pid);
    const before = (await peak())!;
    const program = `globalThis.held = Buffer.alloc(${HELD}, 1); console.log('held'); setInterval(() => held, 1000);`;
    const child = spawn(process.execPath, ['-e', program]);
    await once(child.stdout, 'data');
    const during = (await peak())!;
    expect(during - before).toBeGreaterThan(HELD);
    expect(during - before).toBeLessThan(HELD + 300 * MEGABYTES);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await peak()).toBe(during);
  },
);
