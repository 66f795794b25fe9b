/** What an edge and a node's numbers mean, in a sentence each. */
import { trainingBytes } from '../../shared/network/memory.ts';
import { ui } from '../../shared/words/ui/index.ts';
import type { CanvasModel } from './canvas.svelte.ts';

type Explained = Pick<CanvasModel, 'edgeById' | 'nodeById' | 'project'>;

/** Null while the shape that flows there is not known. */
export function edgeSentence({ edgeById, nodeById, project }: Explained, id: string): string | null {
  const edge = edgeById.get(id);
  const facts = edge && project.inferred.byId.get(edge.from.node);
  const shape = facts?.outputs[facts.kind.outputs.findIndex(({ name }) => name === edge?.from.port)];
  if (!edge || !shape) return null;
  const nameOf = (node: string): string => nodeById.get(node)?.name ?? '';
  return ui.design.canvas.edgeShape(shape, nameOf(edge.from.node), nameOf(edge.to.node));
}

/** Null while the node's shapes are not known, and where its problem stands beside it already. */
export function nodeSentence({ project }: Pick<Explained, 'project'>, id: string): string | null {
  const facts = project.inferred.byId.get(id);
  if (!facts || project.problemsByNode.has(id)) return null;
  const shape = facts.outputs[0] ?? facts.inputs[0] ?? [];
  return ui.design.canvas.nodeNumbers(shape, facts.parameters, facts.multiplyAdds, trainingBytes(facts));
}
