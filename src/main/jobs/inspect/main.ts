/**
 * The inspect job: stays warm and answers questions about trained models. TensorFlow takes its number of threads once
 * a process, and rounding depends on it; so a model trained with other settings is answered by a process of its own,
 * started from here.
 */
import type { InspectCommand, InspectEvent } from '../../../shared/contract/jobs.ts';
import { connectParent } from '../job.ts';
import { loadModel } from '../model/model.ts';
import { inspector } from './inspect.ts';
import { startHelper } from './helper.ts';
import type { Helper } from './helper.ts';

const parent = connectParent<InspectCommand, InspectEvent>();
const own = inspector(loadModel, (event) => parent.send(event));
let engine: string | null = null;
let helper: { readonly engine: string; readonly process: Helper } | null = null;

parent.onClose(() => process.exit(0));
parent.onCommand((command) => {
  if (command.type === 'cancel') {
    own.cancel(command.id);
    helper?.process.cancel(command.id);
    return;
  }
  const { backend, threads, shards } = command.model.engine;
  const wanted = JSON.stringify([backend, threads, shards]);
  engine ??= wanted;
  if (wanted === engine) {
    void own.answer(command).then(({ head, bytes }) => parent.send(head, bytes));
    return;
  }
  if (helper?.engine !== wanted || !helper.process.alive) {
    helper?.process.close();
    helper = {
      engine: wanted,
      process: startHelper(process.argv[1]!, (event, bytes) => parent.send(event, bytes)),
    };
  }
  helper.process.ask(command);
});
