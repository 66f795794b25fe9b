import { assertNever } from '../result.ts';
import type { Comment, Network, NetworkNode, Project } from './document.ts';
import type { Edit } from './edits.ts';
import { withNetworkAt } from './inside.ts';

/**
 * The document after an edit. Pure: what did not change is shared with the document before. An edit of something that
 * is not there changes nothing, so that a late edit (from a fix, another window) can do no harm.
 */
export function applyEdit(project: Project, edit: Edit): Project {
  switch (edit.edit) {
    case 'set-data':
      return { ...project, data: edit.data };
    case 'set-training':
      return { ...project, training: { ...project.training, ...edit.training } };
    case 'set-recipe':
      return { ...project, recipe: edit.recipe };
    case 'add-network':
      return project.networks.some(({ id }) => id === edit.added.id)
        ? project
        : { ...project, networks: [...project.networks, edit.added] };
    case 'set-dismissed':
      return { ...project, dismissed: [...edit.dismissed] };
    case 'rename-project':
      return { ...project, name: edit.name };
    default:
      return forgetNodes(
        project,
        withNetworkAt(project, edit.network, (network) => editNetwork(network, edit)),
      );
  }
}

/** The document after several edits, in order. */
export const applyEdits = (project: Project, edits: readonly Edit[]): Project =>
  edits.reduce(applyEdit, project);

type NetworkEdit = Extract<Edit, { network: string }>;

/** A network after those of the edits that are of it. */
export const editNetworkBy = (network: Network, edits: readonly Edit[]): Network =>
  edits.reduce(
    (edited, edit) => ('network' in edit && edit.network === network.id ? editNetwork(edited, edit) : edited),
    network,
  );

function editNetwork(network: Network, edit: NetworkEdit): Network {
  switch (edit.edit) {
    case 'add-node':
      return { ...network, nodes: [...network.nodes, edit.node] };
    case 'remove-nodes': {
      const gone = new Set(edit.nodes);
      return {
        ...network,
        nodes: network.nodes.filter((node) => !gone.has(node.id)),
        edges: network.edges.filter((edge) => !gone.has(edge.from.node) && !gone.has(edge.to.node)),
      };
    }
    case 'move-nodes':
      return changeDrawn(network, new Set(Object.keys(edit.positions)), (drawn) => {
        drawn.position = edit.positions[drawn.id]!;
      });
    case 'set-colour':
      return changeDrawn(network, new Set(edit.of), (drawn) => {
        if (edit.colour === null) delete drawn.colour;
        else drawn.colour = edit.colour;
      });
    case 'rename-node':
      return changeNodes(network, (node) => (node.id === edit.node ? { ...node, name: edit.name } : node));
    case 'set-param':
      return changeNodes(network, (node) =>
        node.id === edit.node ? { ...node, params: { ...node.params, [edit.param]: edit.value } } : node,
      );
    case 'set-trainable':
      return changeNodes(network, (node) =>
        node.id === edit.node ? { ...node, trainable: edit.trainable } : node,
      );
    case 'set-layers':
      return { ...network, nodes: [...edit.nodes], edges: [...edit.edges] };
    case 'add-edge': {
      const known = new Set(network.nodes.map((node) => node.id));
      if (!known.has(edit.edge.from.node) || !known.has(edit.edge.to.node)) return network;
      return { ...network, edges: [...network.edges, edit.edge] };
    }
    case 'remove-edges': {
      const gone = new Set(edit.edges);
      return { ...network, edges: network.edges.filter((edge) => !gone.has(edge.id)) };
    }
    case 'add-comment':
      return withComments(network, [...(network.comments ?? []), edit.comment]);
    case 'change-comment':
      return withComments(
        network,
        (network.comments ?? []).map((comment) =>
          comment.id === edit.comment ? { ...comment, ...edit.change } : comment,
        ),
      );
    case 'remove-comments': {
      const gone = new Set(edit.comments);
      return withComments(
        network,
        (network.comments ?? []).filter(({ id }) => !gone.has(id)),
      );
    }
    default:
      return assertNever(edit, 'edit');
  }
}

/** A network without comments does not speak of them. */
function withComments({ comments: _, ...network }: Network, comments: Comment[]): Network {
  return comments.length === 0 ? network : { ...network, comments };
}

/** Nodes and comments, changed alike; `change` is given copies. */
function changeDrawn(
  network: Network,
  ids: ReadonlySet<string>,
  change: (drawn: NetworkNode | Comment) => void,
): Network {
  const changed = <T extends NetworkNode | Comment>(drawn: T): T => {
    if (!ids.has(drawn.id)) return drawn;
    const copy = { ...drawn };
    change(copy);
    return copy;
  };
  const { nodes, comments } = network;
  return {
    ...network,
    nodes: nodes.map(changed),
    ...(comments?.some(({ id }) => ids.has(id)) && { comments: comments.map(changed) }),
  };
}

const changeNodes = (
  network: Network,
  change: (node: Network['nodes'][number]) => Network['nodes'][number],
): Network => ({
  ...network,
  nodes: network.nodes.map(change),
});

/** Bindings of nodes that are gone go with them. */
function forgetNodes(before: Project, after: Project): Project {
  const left = new Set(nodeIds(after));
  const gone = new Set(nodeIds(before).filter((id) => !left.has(id)));
  if (gone.size === 0) return after;
  const keep = <T>(bound: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(bound).filter(([node]) => !gone.has(node)));
  return {
    ...after,
    data: { ...after.data, inputs: keep(after.data.inputs), targets: keep(after.data.targets) },
  };
}

const nodeIds = ({ networks }: Project): string[] =>
  networks.flatMap(({ nodes }) => nodes.map(({ id }) => id));
