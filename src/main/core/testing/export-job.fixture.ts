/** An export job that speaks the real protocol and writes the network as text. */
import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { NO_BYTES } from '../../../shared/contract/frames.ts';
import type { ExportCommand, ExportEvent } from '../../../shared/contract/jobs.ts';
import { failure } from '../../../shared/words/failures.ts';
import { streamCarrier } from '../../client/carrier.ts';

const parent = streamCarrier(new Socket({ fd: 3, readable: true, writable: true }));
const send = (event: ExportEvent): void => parent.send({ head: event, bytes: NO_BYTES });

parent.onClose(() => process.exit(0));
parent.onFrame(({ head }) => {
  const { path, format, model } = head as ExportCommand;
  if (format === 'keras') {
    return send({
      type: 'failed',
      failure: failure('export-differs', { node: 'dense', difference: 1, allowed: 0.1 }),
    });
  }
  const text = JSON.stringify(model.project.networks);
  writeFileSync(path, text);
  send({ type: 'done', path, bytes: text.length, proof: { runtime: 'fixture', rows: 1, difference: 0 } });
});
