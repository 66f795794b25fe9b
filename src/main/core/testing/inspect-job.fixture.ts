/** An inspect job that speaks the real protocol and answers from what it was given. */
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { NO_BYTES } from '../../../shared/contract/frames.ts';
import type { InspectCommand, InspectEvent } from '../../../shared/contract/jobs.ts';
import { streamCarrier } from '../../client/carrier.ts';

const parent = streamCarrier(new Socket({ fd: 3, readable: true, writable: true }));
const send = (event: InspectEvent): void => parent.send({ head: event, bytes: NO_BYTES });

parent.onClose(() => process.exit(0));
parent.onFrame(({ head }) => {
  const command = head as InspectCommand;
  if (command.type === 'cancel') return;
  const { id } = command;
  const { step } = JSON.parse(readFileSync(command.model.checkpoint.path, 'utf8')) as { step: number };
  if (command.type === 'evaluate') {
    send({ type: 'evaluation', id, evaluation: { rows: process.pid, metrics: { step }, confusion: null } });
  } else if (command.type === 'probe') {
    const { rows, training } = command.request;
    const looked = typeof rows === 'number' ? [rows] : rows;
    const probe = { step, epoch: 0, rows: looked, training, loss: null, losses: [], tensors: [] };
    parent.send({ head: { type: 'probe', id, probe }, bytes: Uint8Array.of(1, 2, 3) });
  } else if (command.type === 'generate') {
    send({ type: 'written', id, text: 'ab' });
    const { seed = 0 } = command.request;
    send({
      type: 'generated',
      id,
      generated: { form: 'text', prompt: '', text: 'ab', tokens: 2, seed, unknown: [], ended: 'length' },
    });
  } else if (command.type === 'predict-table') {
    const bytes = new TextEncoder().encode(`step\n${step}\n`);
    parent.send({ head: { type: 'table', id, table: { rows: 1, answered: 1 } }, bytes });
  } else {
    if (command.rows.includes(666)) process.exit(3);
    const values = command.rows.map((row) => ({
      source: `row ${row}`,
      values: [step],
      series: null,
      moment: null,
      output: null,
      columns: null,
      classes: null,
      best: null,
    }));
    send({ type: 'predictions', id, predictions: values });
  }
});
