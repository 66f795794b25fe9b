import { expect, test } from 'vitest';
import type { CoreClient } from '../../shared/contract/core.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import { Preferences } from './preferences.svelte.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function core(kept: Record<string, unknown>, full = false) {
  const sent: unknown[] = [];
  const request = (name: string, input: unknown): Promise<unknown> => {
    if (name === 'settings.get') return Promise.resolve(kept);
    if (full) return Promise.reject(new Failed(failure('core-unreachable', { detail: 'gone' })));
    sent.push(input);
    return Promise.resolve();
  };
  return { sent, client: { request } as unknown as Pick<CoreClient, 'request'> };
}

test('what nobody has set has its usual value, and so has what makes no sense', async () => {
  const { client } = core({ 'runs.onClose': 'explode', 'queue.runsAtOnce': 'many' });
  const preferences = new Preferences(client);
  await settled();
  expect([preferences.onClose, preferences.atOnce, preferences.notify]).toEqual(['ask', 1, true]);
});

test('a choice is shown at once and kept by the core', async () => {
  const { client, sent } = core({ 'window.notify': false });
  const preferences = new Preferences(client);
  await settled();
  expect(preferences.notify).toBe(false);
  const done = preferences.setAtOnce(2);
  expect(preferences.atOnce).toBe(2);
  await done;
  expect(sent).toEqual([{ key: 'queue.runsAtOnce', value: 2 }]);
});

test('a choice that could not be kept is taken back, with the reason', async () => {
  const { client } = core({}, true);
  const preferences = new Preferences(client);
  await settled();
  await preferences.setOnClose('pause');
  expect(preferences.onClose).toBe('ask');
  expect(preferences.error).not.toBeNull();
});
