import type { MachineRoom } from '../../../shared/network/memory.ts';
import { machineRoom } from '../../jobs/tensorflow/install/machine.ts';
import type { Queue } from '../queue/queue.ts';

/** What the next run may take: what is free, and what those before it give back. */
export function roomForRun(queue: Pick<Queue, 'jobs'>): MachineRoom {
  const held = queue.jobs().reduce((sum, job) => sum + job.memoryBytes(), 0);
  const room = machineRoom();
  return { ...room, free: room.free + held };
}
