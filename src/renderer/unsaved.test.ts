import { beforeEach, expect, it } from 'vitest';
import { Failed, failure } from '../shared/words/failures.ts';
import { OneFile } from './canvas/one-file.fixture.ts';
import { keepUnsaved, saveUnsaved } from './unsaved.ts';

let file: OneFile;
let storage: Store;

class Store implements Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'> {
  readonly #items = new Map<string, string>([['commands', '[]']]);
  get length(): number {
    return this.#items.size;
  }
  key = (at: number): string | null => [...this.#items.keys()][at] ?? null;
  getItem = (key: string): string | null => this.#items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.#items.set(key, value);
  removeItem = (key: string): void => void this.#items.delete(key);
}

beforeEach(() => {
  file = new OneFile();
  storage = new Store();
});

const keep = (name: string): void => {
  const { path, project, revision } = file.open();
  keepUnsaved(storage, path, { project: { ...project, name }, revision });
};

it('saves what a page kept when it went away, once', async () => {
  keep('Last words');
  await saveUnsaved(storage, file);
  expect(file.project.name).toBe('Last words');
  file.write({ ...file.project, name: 'Later' });
  await saveUnsaved(storage, file);
  expect(file.project.name).toBe('Later');
  expect(storage.length).toBe(1);
});

it('leaves a file alone that was changed since', async () => {
  keep('Last words');
  file.write({ ...file.project, name: 'Theirs' });
  await saveUnsaved(storage, file);
  expect(file.project.name).toBe('Theirs');
  expect(storage.length).toBe(1);
});

it('tries again later where the disk is full', async () => {
  keep('Last words');
  file.full = true;
  await saveUnsaved(storage, file);
  expect(file.project.name).toBe('Mine');
  file.full = false;
  await saveUnsaved(storage, file);
  expect(file.project.name).toBe('Last words');
  expect(storage.length).toBe(1);
});

it('does not bring back what was deleted', async () => {
  keep('Last words');
  const deleted: Pick<OneFile, 'request'> = {
    request: async (name, input) => {
      if (name === 'projects.open') throw new Failed(failure('file-unreadable', { path: 'a', detail: '' }));
      return file.request(name, input);
    },
  };
  await saveUnsaved(storage, deleted);
  expect(file.saves).toBe(0);
  expect(storage.length).toBe(1);
});

it('is no hindrance where there is no room for it', () => {
  const full = { setItem: () => { throw new Error('QuotaExceededError'); } }; // prettier-ignore
  expect(() => keepUnsaved(full, 'a', { project: file.project, revision: '1' })).not.toThrow();
});
