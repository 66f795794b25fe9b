import { checked, refusedText } from '../checked.ts';
import { layerOf } from '../kinds/layers/index.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { coreWords } from '../words/core.ts';
import { failure } from '../words/failures.ts';
import type { Failure } from '../words/failures.ts';
import type { Text } from '../words/said.ts';
import { PROJECT_FORMAT, PROJECT_VERSION, projectSchema } from './document.ts';
import type { Project } from './document.ts';

/** Brings a document of version n to n + 1; index 0 upgrades version 1. None yet: version 1 is the first. */
const upgrades: readonly ((old: Record<string, unknown>) => Record<string, unknown>)[] = [];

/**
 * A project from the text of a `.neuroloom` file: upgraded, then checked whole. Nothing in it is executed, and a
 * layer of an unknown kind is kept, so that the canvas can show it with its problem.
 */
export function parseProject(text: string, path: string): Result<Project, Failure> {
  const invalid = (detail: Text): Result<Project, Failure> =>
    err(failure('project-invalid', { path, detail }));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return invalid(coreWords.notJson);
  }
  if (typeof json !== 'object' || json === null || !('format' in json) || json.format !== PROJECT_FORMAT) {
    return invalid(coreWords.notProject);
  }
  let document = json as Record<string, unknown>;
  const version = document['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return invalid(coreWords.noVersion);
  if (version > PROJECT_VERSION) return err(failure('project-newer', { path, version }));
  for (const upgrade of upgrades.slice(version - 1)) document = upgrade(document);
  const parsed = checked(projectSchema, document);
  if (!parsed.ok) return invalid(refusedText(parsed.error));
  const twice = duplicateId(parsed.value);
  if (twice) return invalid(coreWords.idTwice(twice));
  const within = idWithin(parsed.value);
  if (within) return invalid(coreWords.idWithin(within));
  return ok(upgradeLayers(parsed.value));
}

/** The text of a project's file: stable, readable, ending in a line end. */
export const projectText = (project: Project): string => `${JSON.stringify(project, null, 2)}\n`;

function duplicateId(project: Project): string | undefined {
  const seen = new Set<string>();
  for (const network of project.networks) {
    for (const { id } of [network, ...network.nodes, ...network.edges, ...(network.comments ?? [])]) {
      if (seen.has(id)) return id;
      seen.add(id);
    }
  }
  return undefined;
}

/** A layer inside the composite `block` has an id like `block.norm`: no node of the document may. */
function idWithin(project: Project): string | undefined {
  return project.networks
    .map(({ nodes }) => {
      const ids = new Set(nodes.map(({ id }) => id));
      return nodes.find(({ id }) =>
        id.split('.').some((_, i, parts) => i > 0 && ids.has(parts.slice(0, i).join('.'))),
      );
    })
    .find((node) => node !== undefined)?.id;
}

/** Stored parameters of older layer kinds are brought forward by the kind's own steps. */
function upgradeLayers(project: Project): Project {
  return {
    ...project,
    networks: project.networks.map((network) => ({
      ...network,
      nodes: network.nodes.map((node) => {
        const steps = layerOf(node.kind)?.upgrades ?? [];
        return steps.length === 0
          ? node
          : { ...node, params: steps.reduce((params, step) => step.up(params), node.params) };
      }),
    })),
  };
}
