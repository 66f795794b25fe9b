import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { diagnostics } from './diagnostics.ts';

let workspace: string;
beforeEach(() => (workspace = mkdtempSync(join(tmpdir(), 'neuroloom-diagnostics-'))));
afterEach(() => rmSync(workspace, { recursive: true }));

it('tells what is needed to help, and neither where the person keeps things nor what they are called', async () => {
  const log = join(workspace, 'core.log');
  const lines = Array.from({ length: 300 }, (_, i) => `line ${i}`);
  writeFileSync(
    log,
    [...lines, `error ${workspace}/projects/secret.neuroloom cannot be read`, ''].join('\n'),
  );
  const text = await diagnostics({
    version: '1.2.3',
    workspace,
    log,
    checks: [
      { name: 'Cache', state: 'missing', says: `${join(homedir(), 'cache')}`, remedy: 'Free some space.' },
    ],
    machine: {
      processor: 'A processor',
      cores: 2,
      threads: 4,
      features: null,
      gpus: [],
      memoryBytes: 8e9,
      library: null,
    },
    settings: {
      'queue.runsAtOnce': 2,
      'window.project': '/somewhere/secret.neuroloom',
      'window.notify': false,
    },
  });
  expect(text).toContain('1.2.3');
  expect(text).toContain('A processor, 2/4, 8.0');
  expect(text).toContain(`[missing] Cache: ${join('~', 'cache')}\n    Free some space.`);
  expect(text).toContain('queue.runsAtOnce = 2\nwindow.notify = false');
  expect(text).toContain('line 299');
  expect(text).not.toContain('line 100\n');
  expect(text).toContain('error (workspace)/projects/*.neuroloom cannot be read');
  for (const private_ of [workspace, homedir(), 'secret', '/somewhere']) expect(text).not.toContain(private_);
});
