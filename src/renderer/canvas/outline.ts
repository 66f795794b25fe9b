/** What a screen reader says of each node, in the order of the pass: the network read as an outline. */
import { layerOf } from '../../shared/kinds/layers/index.ts';
import { shapeText } from '../../shared/kinds/shape.ts';
import type { Comment, NetworkEdge, NetworkNode } from '../../shared/network/document.ts';
import type { Inferred } from '../../shared/network/infer.ts';
import { kindWords } from '../../shared/words/kinds.ts';
import { problemText } from '../../shared/words/problems.ts';
import type { Problem } from '../../shared/words/problems.ts';
import { ui } from '../../shared/words/ui/index.ts';

export function outlineOf(
  ordered: readonly NetworkNode[],
  edges: readonly NetworkEdge[],
  inferred: Inferred,
  problems: ReadonlyMap<string, readonly Problem[]>,
): ReadonlyMap<string, string> {
  const words = ui.design.canvas;
  const names = new Map(ordered.map((node) => [node.id, node.name]));
  const from = new Map<string, string[]>();
  const to = new Map<string, string[]>();
  for (const edge of edges) {
    push(from, edge.to.node, names.get(edge.from.node));
    push(to, edge.from.node, names.get(edge.to.node));
  }
  return new Map(
    ordered.map((node, i) => {
      const facts = inferred.byId.get(node.id);
      const kind = layerOf(node.kind);
      const shape = facts?.outputs[0] ?? facts?.inputs[0];
      const said = [
        words.node(node.name, kind ? kindWords('layers', kind).label : words.unknown, i + 1, ordered.length),
        ...(shape ? [words.nodeOutput(shapeText(shape))] : []),
        ...(facts ? [words.nodeParameters(facts.parameters)] : []),
        words.nodeFrom(from.get(node.id) ?? []),
        words.nodeTo(to.get(node.id) ?? []),
        ...(problems.get(node.id) ?? []).map(problemText),
      ];
      return [node.id, said.join(', ')];
    }),
  );
}

/** The same for the comments. */
export const commentsOutline = (
  comments: readonly Comment[],
  beside: ReadonlyMap<string, NetworkNode>,
): ReadonlyMap<string, string> =>
  new Map(comments.map(({ id, text }) => [id, ui.comments.said(text, beside.get(id)?.name ?? null)]));

function push(lists: Map<string, string[]>, key: string, value: string | undefined): void {
  const list = lists.get(key);
  if (value === undefined) return;
  if (list) list.push(value);
  else lists.set(key, [value]);
}
