import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectText } from '../../../shared/network/parse.ts';
import type { Core } from '../core.ts';
import { projectOn, writeDataset } from '../testing/data.ts';
import { asker, newWorkspace, openTestCore, removeWorkspace } from '../testing/harness.ts';
import type { Ask } from '../testing/harness.ts';
import { fileStem } from './names.ts';

let workspace: string;
let core: Core;
let ask: Ask;
const open = async (): Promise<void> => {
  core = await openTestCore(workspace, join(workspace, 'samples'));
  ask = asker(core);
};
beforeEach(async () => {
  workspace = newWorkspace();
  const data = writeDataset(workspace, 'points');
  const samples = join(workspace, 'samples');
  mkdirSync(samples);
  writeFileSync(join(samples, 'points.csv'), '1,2,a');
  writeFileSync(join(samples, 'points.neuroloom'), projectText(projectOn(data)));
  writeFileSync(join(samples, 'pictures.neuroloom'), projectText(projectOn(data)));
  const shown = { group: 'tables', when: 'w' };
  const index = {
    data: {
      points: { name: 'Points', kind: 'shipped', files: ['points.csv'], options: { header: false } },
      pictures: { name: 'Pictures', kind: 'shipped', files: ['gone.csv'], options: {} },
    },
    samples: [
      { id: 'points', file: 'points.neuroloom', name: 'Points', description: 'p', ...shown, data: 'points' },
      {
        id: 'pictures',
        file: 'pictures.neuroloom',
        name: 'Pictures',
        description: 'q',
        ...shown,
        data: 'pictures',
      },
    ],
  };
  writeFileSync(join(samples, 'index.json'), JSON.stringify(index));
  await open();
});
afterEach(async () => {
  await core.close(0);
  removeWorkspace(workspace);
});
const again = async (): Promise<void> => {
  await core.close(0);
  await open();
};

it('creates under names that files can have, none twice', async () => {
  const names = ['Mine', 'mine', 'a/b\\c', '..', 'CON', 'ü 🙂', ' '];
  for (const name of names) await ask('projects.create', { name });
  expect(readdirSync(join(workspace, 'projects')).sort()).toEqual(
    ['Mine', 'a b c', 'mine 2', 'project', 'project 2', 'project CON', 'ü 🙂']
      .map((stem) => `${stem}.neuroloom`)
      .sort(),
  );
  expect(fileStem('x'.repeat(300))).toHaveLength(80);
  expect((await ask('projects.list', {})).map(({ name }) => name).sort()).toEqual([...names].sort());
});

it('starts from a data set with a network that fits it', async () => {
  const { project } = await ask('projects.create', { name: 'From data', dataset: 'points' });
  expect(project.data.dataset).toEqual({ id: 'points', name: 'Points' });
  await ask('runs.start', { project });
  await expect(ask('projects.create', { name: 'x', dataset: 'gone' })).rejects.toMatchObject({
    failure: { code: 'not-found' },
  });
});

it('starts from a sample: matches its data, imports them where they are absent, says so where it cannot', async () => {
  expect((await ask('projects.samples', {})).map(({ id, data }) => [id, data])).toEqual([
    ['points', 'ready'],
    ['pictures', 'files'],
  ]);
  const matched = await ask('projects.create', { name: 'A', sample: 'points' });
  expect(matched.project).toMatchObject({ name: 'A', data: { dataset: { id: 'points' } } });
  await ask('datasets.delete', { id: 'points' });
  const imported = await ask('projects.create', { name: 'B', sample: 'points' });
  const [data] = await ask('datasets.list', {});
  expect(data).toMatchObject({ name: 'Points', rows: 40 });
  expect(imported.project.data.dataset).toEqual({ id: data!.id, name: 'Points' });
  await ask('datasets.delete', { id: data!.id });
  const without = await ask('projects.create', { name: 'C', sample: 'pictures' });
  expect(without.project.data.dataset?.id).toBe('points');
  await expect(ask('projects.create', { name: 'D', sample: 'none' })).rejects.toThrow('no sample "none"');
});

it('opened where its data are absent takes data of the same form', async () => {
  const { path } = await ask('projects.create', { name: 'A', dataset: 'points' });
  await core.close(0);
  const other = 'imported-anew';
  cpSync(join(workspace, 'datasets', 'points'), join(workspace, 'datasets', other), { recursive: true });
  await open();
  await ask('datasets.delete', { id: 'points' });
  expect((await ask('projects.open', { path })).project.data.dataset).toEqual({ id: other, name: 'Points' });
});

it('keeps a project elsewhere among the recent ones, until it is gone', async () => {
  const { project } = await ask('projects.create', { name: 'Here' });
  const elsewhere = join(workspace, 'elsewhere.neuroloom');
  writeFileSync(elsewhere, projectText({ ...project, name: 'Elsewhere' }));
  await ask('projects.open', { path: elsewhere });
  await again();
  const names = async (): Promise<string[]> =>
    (await ask('projects.list', {})).map(({ name }) => name).sort();
  expect(await names()).toEqual(['Elsewhere', 'Here']);
  await ask('projects.delete', { path: elsewhere });
  expect(existsSync(elsewhere)).toBe(false);
  expect(await names()).toEqual(['Here']);
});

it('saves only what was not changed elsewhere, whatever changed it', async () => {
  const { path, project, revision } = await ask('projects.create', { name: 'A' });
  const first = await ask('projects.save', { path, project: { ...project, description: '1' }, revision });
  const second = await ask('projects.save', {
    path,
    project: { ...project, description: '2' },
    revision: first.revision,
  });
  writeFileSync(path, readFileSync(path, 'utf8').replace('"2"', '"edited by hand"'));
  await expect(ask('projects.save', { path, project, revision: second.revision })).rejects.toMatchObject({
    failure: { code: 'project-changed-elsewhere' },
  });
  const now = await ask('projects.open', { path });
  expect(now.project.description).toBe('edited by hand');
  await ask('projects.save', { path, project, revision: now.revision });
});

it('leaves files alone that are no project, and lists them with their problem', async () => {
  const file = (name: string, text: string): string => {
    const path = join(workspace, 'projects', name);
    writeFileSync(path, text);
    return path;
  };
  const broken = file('broken.neuroloom', '{"format":');
  const newer = file('newer.neuroloom', '{"format":"neuroloom-project","version":99}');
  await expect(ask('projects.open', { path: broken })).rejects.toMatchObject({
    failure: { code: 'project-invalid' },
  });
  await expect(ask('projects.open', { path: newer })).rejects.toMatchObject({
    failure: { code: 'project-newer' },
  });
  await expect(ask('projects.open', { path: join(workspace, 'no.neuroloom') })).rejects.toThrow(
    'it is not there',
  );
  const secret = join(workspace, 'secret.txt');
  writeFileSync(secret, 'secret');
  await expect(ask('projects.open', { path: secret })).rejects.toMatchObject({
    failure: { code: 'project-invalid' },
  });
  await expect(ask('projects.delete', { path: secret })).rejects.toMatchObject({
    failure: { code: 'project-invalid' },
  });
  const { project, revision } = await ask('projects.create', { name: 'A' });
  await expect(ask('projects.save', { path: secret, project, revision })).rejects.toThrow(
    'does not end in .neuroloom',
  );
  expect(readFileSync(secret, 'utf8')).toBe('secret');
  expect(
    (await ask('projects.list', {})).map(({ name, problem }) => [name, problem?.code ?? null]).sort(),
  ).toEqual([
    ['A', null],
    ['broken', 'project-invalid'],
    ['newer', 'project-newer'],
  ]);
  expect(readFileSync(broken, 'utf8')).toBe('{"format":');
});
