/** An import job that speaks the real protocol: each file's bytes are the rows of one number column. */
import { readFileSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NO_BYTES } from '../../../shared/contract/frames.ts';
import type { ImportCommand, ImportEvent } from '../../../shared/contract/jobs.ts';
import { failure } from '../../../shared/words/failures.ts';
import { streamCarrier } from '../../client/carrier.ts';
import { manifestOf } from './data.ts';

const parent = streamCarrier(new Socket({ fd: 3, readable: true, writable: true }));
const send = (event: ImportEvent): void => parent.send({ head: event, bytes: NO_BYTES });
let cancelled = false;

parent.onClose(() => process.exit(1));
parent.onFrame(({ head }) => {
  const command = head as ImportCommand;
  if (command.type === 'cancel') cancelled = true;
  if (command.type === 'start') {
    start(command).catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== 'ENOSPC') throw error;
      send({ type: 'failed', failure: failure('disk-full', { path: command.folder }) });
    });
  }
  if (command.type === 'preview') {
    const files = command.files.map(({ name, path }) => ({ name, bytes: readFileSync(path).length }));
    const rest = {
      kind: 'table',
      rows: null,
      forms: [],
      table: null,
      text: null,
      time: null,
      classes: [],
      target: null,
      problems: [],
    } as const;
    send({ type: 'preview', preview: { ...rest, name: files[0]!.name, files } });
  }
});

async function start({ id, name, folder, files }: Extract<ImportCommand, { type: 'start' }>): Promise<void> {
  writeFileSync(join(folder, 'part'), Buffer.alloc(65_536, 1));
  for (const file of files) {
    const text = readFileSync(file.path, 'utf8');
    if (text === 'die') {
      process.stderr.write('Died of a strange file\n');
      process.exit(9);
    }
    if (text === 'bad')
      return send({ type: 'failed', failure: failure('import-no-rows', { file: file.name }) });
    while (text === 'slow') {
      send({ type: 'progress', fraction: 0.5, rows: 5, problems: 1, newProblems: [] });
      await sleep(5);
      if (cancelled) return send({ type: 'cancelled' });
    }
  }
  const { manifest, columns } = manifestOf(id, name ?? files[0]!.name, 40);
  for (const [file, bytes] of Object.entries(columns)) writeFileSync(join(folder, file), bytes);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  send({ type: 'done', manifest });
}
