import { expect, it } from 'vitest';
import type { EventName, Events, Input, Output, RequestName } from '../../shared/contract/core.ts';
import { RunSamples } from './samples.svelte.ts';

/** A core with some samples; an answer can be held back. */
class Wire {
  epochs: number[] = [];
  hold: Promise<void> | null = null;
  #listeners: ((payload: Events['run.sample']) => void)[] = [];

  request = async <N extends RequestName>(_name: N, _input: Input<N>): Promise<Output<N>> =>
    Promise.resolve(this.epochs.map((epoch) => ({ epoch, step: epoch * 10 })) as unknown as Output<N>);
  requestBytes = async <N extends RequestName>(_name: N, input: Input<N>) => {
    const { epoch } = input as { epoch: number };
    await this.hold;
    const made = { form: 'reconstructions', samples: 1, columns: 1, width: 1, height: 2 };
    return { value: { epoch, step: epoch * 10, made } as unknown as Output<N>, bytes: Uint8Array.of(epoch) };
  };
  on = <E extends EventName>(
    event: E,
    listener: (payload: Events[E], bytes: Uint8Array) => void,
  ): (() => void) => {
    expect(event).toBe('run.sample');
    this.#listeners.push((payload) => listener(payload as Events[E], new Uint8Array()));
    return () => void (this.#listeners = []);
  };
  tell(run: string, epoch: number): void {
    this.epochs.push(epoch);
    for (const listener of this.#listeners) listener({ run, epoch, step: epoch * 10 });
  }
}
const turn = (): Promise<void> => new Promise((done) => setTimeout(done));

it('shows the newest and follows it', async () => {
  const wire = new Wire();
  wire.epochs = [1, 2];
  const samples = new RunSamples(wire, 'r');
  await turn();
  expect(samples.epochs).toEqual([1, 2]);
  expect(samples.shown).toMatchObject({ sample: { epoch: 2 }, bytes: Uint8Array.of(2) });
  wire.tell('another', 7);
  wire.tell('r', 3);
  await turn();
  expect(samples.place).toBe(2);
  expect(samples.shown?.sample.epoch).toBe(3);
  samples.close();
  wire.tell('r', 4);
  expect(samples.epochs).toEqual([1, 2, 3]);
});

it('stays at an epoch that was chosen, and follows again from the last', async () => {
  const wire = new Wire();
  wire.epochs = [5, 10, 15];
  const samples = new RunSamples(wire, 'r');
  await turn();
  samples.choose(0);
  wire.tell('r', 20);
  await turn();
  expect([samples.place, samples.shown?.sample.epoch]).toEqual([0, 5]);
  samples.choose(3);
  wire.tell('r', 25);
  await turn();
  expect([samples.place, samples.shown?.sample.epoch]).toEqual([4, 25]);
});

it('shows what was chosen last, whatever comes late', async () => {
  const wire = new Wire();
  wire.epochs = [1, 2, 3];
  const samples = new RunSamples(wire, 'r');
  await turn();
  let release: () => void = () => undefined;
  wire.hold = new Promise((done) => (release = done));
  samples.choose(0);
  wire.hold = null;
  samples.choose(1);
  await turn();
  release();
  await turn();
  expect(samples.shown?.sample.epoch).toBe(2);
});
