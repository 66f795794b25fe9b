import { expect, test } from 'vitest';
import type { CoreClient } from '../../shared/contract/core.ts';
import { Failed, failure, failureText } from '../../shared/words/failures.ts';
import { Updates } from './updates.svelte.ts';

const newer = { current: '1.0.0', newest: '1.2.0', newer: true, notes: 'https://example.org/1.2.0' };
const offline = failure('updates-failed', { host: 'example.org', why: 'offline' });

function core(kept: Record<string, unknown>, answer: object | null, releases = true) {
  const asked: string[] = [];
  const request = (name: string): Promise<unknown> => {
    asked.push(name);
    if (name === 'workspace.info') return Promise.resolve({ releases });
    if (name === 'settings.get') return Promise.resolve(kept);
    return answer ? Promise.resolve(answer) : Promise.reject(new Failed(offline));
  };
  return { asked, client: { request } as unknown as Pick<CoreClient, 'request'> };
}

test.each([[{}], [{ 'updates.atStart': false }], [{ 'updates.atStart': 'yes' }]])(
  'nothing is asked at the start with %j',
  async (kept) => {
    const { client, asked } = core(kept, newer);
    const updates = new Updates(client);
    expect(await updates.atStart()).toBeNull();
    expect(updates.possible).toBe(true);
    expect(asked).toEqual(['workspace.info', 'settings.get']);
  },
);

test('a build that knows nobody to ask asks nobody, whatever a person once chose', async () => {
  const { client, asked } = core({ 'updates.atStart': true }, newer, false);
  const updates = new Updates(client);
  expect(await updates.atStart()).toBeNull();
  expect(updates.possible).toBe(false);
  expect(asked).toEqual(['workspace.info']);
});

test('at the start a newer version is told of, and nothing else', async () => {
  const kept = { 'updates.atStart': true };
  const updates = new Updates(core(kept, newer).client);
  expect(await updates.atStart()).toEqual(newer);
  expect(updates.answer).toEqual(newer);
  expect(await new Updates(core(kept, { ...newer, newer: false }).client).atStart()).toBeNull();
  const away = new Updates(core(kept, null).client);
  expect(await away.atStart()).toBeNull();
  expect(away.problem).toBeNull();
});

test('who asks gets an answer or the reason why there is none', async () => {
  const updates = new Updates(core({}, newer).client);
  const done = updates.check();
  expect(updates.asking).toBe(true);
  await done;
  expect([updates.asking, updates.answer]).toEqual([false, newer]);
  const away = new Updates(core({}, null).client);
  await away.check();
  expect([away.answer, away.problem]).toEqual([null, failureText(offline)]);
});
