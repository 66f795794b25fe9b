import { expect, test } from 'vitest';
import type { CoreClient, EventName, ImportState, RequestName, Sample } from '../../shared/contract/core.ts';
import { failure } from '../../shared/words/failures.ts';
import { Projects } from './projects.svelte.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const ended = (id: string, rest: Partial<ImportState>): ImportState => ({
  id,
  name: 'Clothes',
  state: 'done',
  fraction: 1,
  rows: 80,
  rowsPerSecond: 1,
  secondsLeft: null,
  problems: 0,
  firstProblems: [],
  dataset: id,
  failure: null,
  ...rest,
});

/** Answers as the core would, with one sample whose data can be downloaded. */
async function home(importing: string | null = null) {
  const asked: RequestName[] = [];
  const listeners = new Map<EventName, (payload: never) => void>();
  const download = { from: 'example.org', bytes: 3e7, import: importing };
  const sample: Sample = {
    id: 's',
    name: 'Clothes',
    description: '',
    group: 'making',
    when: '',
    drawings: [],
    data: 'download',
    download,
  };
  const core = {
    request: (name: RequestName): Promise<unknown> => {
      asked.push(name);
      if (name === 'projects.samples') return Promise.resolve([sample]);
      return Promise.resolve(name === 'samples.download' ? { id: 'data-1' } : []);
    },
    on: (event: EventName, listener: (payload: never) => void) => {
      listeners.set(event, listener);
      return () => void listeners.delete(event);
    },
  } as unknown as Pick<CoreClient, 'request' | 'on'>;
  const projects = new Projects(core);
  const heard: ImportState['state'][] = [];
  projects.onDownloaded = ({ state }) => heard.push(state);
  await settled();
  const tell = (state: ImportState): void => listeners.get('import.changed')?.(state as never);
  return { projects, asked, heard, listeners, tell };
}

test('looking at the samples downloads nothing; asking does, and its end is told once', async () => {
  const { projects, asked, heard, tell } = await home();
  expect(projects.samples).toHaveLength(1);
  expect(asked).not.toContain('samples.download');
  await projects.download('s');
  expect(asked).toContain('samples.download');
  tell(ended('data-1', { state: 'running' }));
  tell(ended('another', {}));
  expect(heard).toEqual([]);
  tell(ended('data-1', {}));
  tell(ended('data-1', {}));
  expect(heard).toEqual(['done']);
});

test('a download that another window began is followed too', async () => {
  const { heard, tell } = await home('data-2');
  const cause = failure('download-failed', { url: 'http://example.org/a.gz', detail: 'no network' });
  tell(ended('data-2', { state: 'failed', dataset: null, failure: cause }));
  expect(heard).toEqual(['failed']);
});

test('a closed home screen listens no more', async () => {
  const { projects, listeners } = await home();
  projects.stop();
  expect([...listeners.keys()]).toEqual([]);
});
