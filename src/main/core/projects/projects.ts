/** Projects as files of the workspace and elsewhere. */
import { readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ImportOptions, OpenProject, ProjectEntry, Sample } from '../../../shared/contract/core.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import type { Project } from '../../../shared/network/document.ts';
import { drawingOf } from '../../../shared/network/drawing.ts';
import { matchesData } from '../../../shared/network/match.ts';
import { emptyProject, starterProject } from '../../../shared/network/starter.ts';
import type { DownloadRequest } from '../imports/imports.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import type { Broadcast } from '../events.ts';
import { fileFailed } from '../files.ts';
import { addRecent, recentPaths, removeRecent } from '../store/small.ts';
import type { Store } from '../store/database.ts';
import { turns } from '../turns.ts';
import { assertProjectPath, PROJECT_ENDING, readProject, writeProject } from './project-files.ts';
import { fileStem } from './names.ts';
import {
  downloadOf,
  downloadsOf,
  importOptionsOf,
  readSampleProject,
  readSamples,
  sampleData,
} from './samples.ts';
import type { SampleFile } from './samples.ts';

export interface ProjectsNeeds {
  readonly store: Store;
  readonly events: Broadcast;
  readonly folder: string;
  readonly samples: string | null;
  datasets(): readonly DatasetManifest[];
  /** Imports files and answers the data set once it is whole. */
  importData(files: readonly string[], name: string, options: ImportOptions): Promise<DatasetManifest>;
  /** Begins an import of files that are fetched first. */
  download(request: DownloadRequest): Promise<{ id: string }>;
  /** The import that fetches this now. */
  downloading(key: string): string | null;
}

export interface Projects {
  list(): Promise<readonly ProjectEntry[]>;
  samples(): Promise<readonly Sample[]>;
  /** Fetches a sample's data: only ever on a person's word. */
  download(sample: string): Promise<{ id: string }>;
  create(input: {
    name: string;
    sample?: string | undefined;
    dataset?: string | undefined;
    recipe?: string | undefined;
  }): Promise<OpenProject>;
  open(path: string): Promise<OpenProject>;
  save(path: string, project: Project, revision: string): Promise<{ revision: string }>;
  remove(path: string): Promise<void>;
}

export function openProjects(needs: ProjectsNeeds): Projects {
  /** By path: two windows that save at once are told apart by revision, not by luck. */
  const inTurn = turns();

  const list = async (): Promise<readonly ProjectEntry[]> => {
    const own = (await readdir(needs.folder))
      .filter((name) => name.endsWith(PROJECT_ENDING) && !name.startsWith('.'))
      .map((name) => join(needs.folder, name));
    const paths = new Set([...own, ...recentPaths(needs.store)]);
    const entries = await Promise.all([...paths].map((path) => entryOf(path)));
    return entries
      .filter((entry) => entry !== null)
      .sort((a, b) => b.modified.localeCompare(a.modified) || a.path.localeCompare(b.path));
  };

  const create: Projects['create'] = async ({ name, sample, dataset, recipe }) => {
    const project = await newProject(needs, name, sample, dataset, recipe);
    return inTurn(needs.folder, async () => {
      const path = await freePath(needs.folder, name);
      const revision = await writeProject(path, project, null);
      addRecent(needs.store, path);
      needs.events.emit('projects.changed', { path, revision });
      return { path, project, revision };
    });
  };

  return {
    list,
    samples: async () =>
      Promise.all((await readSamples(needs.samples)).map((sample) => sampleEntry(needs, sample))),
    download: async (id) => {
      const { sample } = await sampleCalled(needs, id);
      const downloads = downloadsOf(sample);
      if (downloads.length === 0) throw new Failed(failure('not-found', { what: 'download of', name: id }));
      const key = downloadKey(sample);
      return { id: (await needs.download({ key, name: sample.data.name, options: {}, downloads })).id };
    },
    create,
    open: async (given) => {
      const path = resolve(given);
      const { project, revision } = await readProject(path);
      addRecent(needs.store, path);
      return { path, project: withData(project, needs.datasets()), revision };
    },
    save: async (given, project, revision) => {
      const path = resolve(given);
      const saved = await inTurn(path, () => writeProject(path, project, revision));
      if (saved !== revision) needs.events.emit('projects.changed', { path, revision: saved });
      return { revision: saved };
    },
    remove: async (given) => {
      const path = resolve(given);
      assertProjectPath(path);
      await inTurn(path, () => rm(path)).catch((error: unknown) => {
        throw fileFailed(error, path);
      });
      removeRecent(needs.store, path);
      needs.events.emit('projects.changed', { path, revision: '' });
    },
  };
}

/** A line of the home screen; null for a recent project whose file is gone. */
async function entryOf(path: string): Promise<ProjectEntry | null> {
  const named = basename(path, PROJECT_ENDING);
  try {
    const { project, modified } = await readProject(path);
    return {
      path,
      name: project.name,
      modified: modified.toISOString(),
      description: project.description,
      networks: project.networks.length,
      nodes: project.networks.reduce((sum, network) => sum + network.nodes.length, 0),
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    if (error.failure.code === 'file-unreadable') return null;
    const modified = new Date(0).toISOString();
    return { path, name: named, modified, description: '', networks: 0, nodes: 0, problem: error.failure };
  }
}

async function newProject(
  needs: ProjectsNeeds,
  name: string,
  sampleId: string | undefined,
  datasetId: string | undefined,
  recipe: string | undefined,
): Promise<Project> {
  if (datasetId !== undefined) {
    const manifest = needs.datasets().find(({ id }) => id === datasetId);
    if (!manifest) throw new Failed(failure('not-found', { what: 'data set', name: datasetId }));
    return starterProject(manifest, name, recipe);
  }
  if (sampleId === undefined) return emptyProject(name);
  const { sample, folder } = await sampleCalled(needs, sampleId);
  const project = withData({ ...(await readSampleProject(folder, sample)), name }, needs.datasets());
  const files = sampleData(folder, sample);
  if (!files || bound(project, needs.datasets())) return project;
  return bind(project, await needs.importData(files, sample.data.name, importOptionsOf(sample)));
}

async function sampleCalled(
  needs: ProjectsNeeds,
  id: string,
): Promise<{ sample: SampleFile; folder: string }> {
  const sample = (await readSamples(needs.samples)).find((each) => each.id === id);
  if (!sample || !needs.samples) throw new Failed(failure('not-found', { what: 'sample', name: id }));
  return { sample, folder: needs.samples };
}

/** Samples of the same data share its download. */
const downloadKey = ({ data }: SampleFile): string => `sample data ${data.name}`;

/** Data that is here needs no download, wherever it came from. */
async function sampleEntry(needs: ProjectsNeeds, sample: SampleFile): Promise<Sample> {
  const { id, name, description, group, when } = sample;
  const offered = downloadOf(sample);
  const folder = needs.samples!;
  const project = await readSampleProject(folder, sample);
  const entry = { id, name, description, group, when, drawings: project.networks.map(drawingOf) };
  const ready =
    sampleData(folder, sample) !== null ||
    (offered !== null && bound(withData(project, needs.datasets()), needs.datasets()));
  if (ready || !offered) return { ...entry, data: ready ? 'ready' : 'files', download: null };
  const download = { ...offered, import: needs.downloading(downloadKey(sample)) };
  return { ...entry, data: 'download', download };
}

const bound = (project: Project, manifests: readonly DatasetManifest[]): boolean =>
  manifests.some(({ id }) => id === project.data.dataset?.id);

const bind = (project: Project, { id, name }: DatasetManifest): Project => ({
  ...project,
  data: { ...project.data, dataset: { id, name } },
});

/** The project with data of this workspace: its own, else a data set of the same form (of the same name first, then the newest). */
export function withData(project: Project, manifests: readonly DatasetManifest[]): Project {
  if (bound(project, manifests)) return project;
  const [match] = manifests
    .filter((manifest) => matchesData(project, manifest))
    .sort(
      (a, b) =>
        Number(b.name === project.data.dataset?.name) - Number(a.name === project.data.dataset?.name) ||
        b.created.localeCompare(a.created),
    );
  return match ? bind(project, match) : project;
}

/** A path in the workspace for a project of this name that no file has yet. */
async function freePath(folder: string, name: string): Promise<string> {
  const taken = new Set((await readdir(folder)).map((file) => file.toLowerCase()));
  const stem = fileStem(name);
  for (let n = 1; ; n++) {
    const file = `${n === 1 ? stem : `${stem} ${n}`}${PROJECT_ENDING}`;
    if (!taken.has(file.toLowerCase())) return join(folder, file);
  }
}
