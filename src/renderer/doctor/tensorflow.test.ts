import { expect, test } from 'vitest';
import type { CoreClient, Output, RequestName, TensorFlowInstall } from '../../shared/contract/core.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import { TensorFlow, tensorFlowOf } from './tensorflow.svelte.ts';

/** Answers as the core would. */
function wire(native: boolean) {
  const asked: RequestName[] = [];
  let hear: (install: TensorFlowInstall) => void = () => undefined;
  let reachable = true;
  const core = {
    request: (name: RequestName): Promise<unknown> => {
      asked.push(name);
      if (!reachable) return Promise.reject(new Failed(failure('core-unreachable', { detail: 'gone' })));
      const state: Output<'tensorflow.state'> = { native, install: null };
      return Promise.resolve(name === 'tensorflow.state' ? state : running);
    },
    on: (_: string, listener: typeof hear) => {
      hear = listener;
      return () => undefined;
    },
  } as unknown as Pick<CoreClient, 'request' | 'on'>;
  return {
    core,
    asked,
    tell: (install: TensorFlowInstall) => hear(install),
    cut: () => (reachable = false),
  };
}
const running: TensorFlowInstall = { state: 'running', text: 'Trying it…', fraction: null, failure: null };
const cause = failure('tensorflow-install-failed', { detail: 'no network' });
const failed: TensorFlowInstall = { state: 'failed', text: 'no network', fraction: null, failure: cause };
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('nothing is said before the core has answered, and nothing is installed unasked', async () => {
  const { core, asked } = wire(false);
  const tensorFlow = new TensorFlow(core);
  expect(tensorFlow.native).toBe(null);
  await settled();
  expect(tensorFlow.native).toBe(false);
  expect(asked).toEqual(['tensorflow.state']);
});

test('follows an installation to its end, failed or done', async () => {
  const { core, asked, tell } = wire(false);
  const tensorFlow = new TensorFlow(core);
  await settled();
  await tensorFlow.start();
  tell(running);
  expect([asked.at(-1), tensorFlow.running, tensorFlow.ended]).toEqual(['tensorflow.install', true, 0]);
  tell(failed);
  expect([tensorFlow.running, tensorFlow.native, tensorFlow.ended]).toEqual([false, false, 1]);
  tell(running);
  tell({ ...running, state: 'done', fraction: 1 });
  expect([tensorFlow.running, tensorFlow.native, tensorFlow.ended]).toEqual([false, true, 2]);
});

test('a lost connection is told where the button is', async () => {
  const { core, cut } = wire(false);
  const tensorFlow = tensorFlowOf(core);
  expect(tensorFlowOf(core)).toBe(tensorFlow);
  await settled();
  cut();
  await tensorFlow.start();
  expect(tensorFlow.install).toMatchObject({ state: 'failed', failure: { code: 'core-unreachable' } });
  await tensorFlow.look();
  expect(tensorFlow.native).toBe(false);
});
