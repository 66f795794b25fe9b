/**
 * Edits are values and pure: `applyEdit(project, edit)` gives a new project. Undo keeps the project before. `network` is
 * the id of a network, or the way to the layers inside a group (see inside.ts).
 */
import type { LayerGroup } from '../kinds/layer-groups.ts';
import type {
  Comment,
  DataBinding,
  Network,
  NetworkEdge,
  NetworkNode,
  Project,
  TrainingSettings,
} from './document.ts';

export type Edit =
  | { readonly edit: 'add-node'; readonly network: string; readonly node: NetworkNode }
  | { readonly edit: 'remove-nodes'; readonly network: string; readonly nodes: readonly string[] }
  /** Nodes and comments, by id. */
  | {
      readonly edit: 'move-nodes';
      readonly network: string;
      readonly positions: Readonly<Record<string, { x: number; y: number }>>;
    }
  | { readonly edit: 'rename-node'; readonly network: string; readonly node: string; readonly name: string }
  | {
      readonly edit: 'set-param';
      readonly network: string;
      readonly node: string;
      readonly param: string;
      readonly value: unknown;
    }
  | {
      readonly edit: 'set-trainable';
      readonly network: string;
      readonly node: string;
      readonly trainable: boolean;
    }
  | { readonly edit: 'add-edge'; readonly network: string; readonly edge: NetworkEdge }
  | { readonly edit: 'remove-edges'; readonly network: string; readonly edges: readonly string[] }
  /** All nodes and edges at once, where their order matters; bindings of nodes that are gone go with them. */
  | {
      readonly edit: 'set-layers';
      readonly network: string;
      readonly nodes: readonly NetworkNode[];
      readonly edges: readonly NetworkEdge[];
    }
  /** Of nodes and comments; null gives back the one they would have by themselves. */
  | {
      readonly edit: 'set-colour';
      readonly network: string;
      readonly of: readonly string[];
      readonly colour: LayerGroup | null;
    }
  | { readonly edit: 'add-comment'; readonly network: string; readonly comment: Comment }
  | {
      readonly edit: 'change-comment';
      readonly network: string;
      readonly comment: string;
      readonly change: Partial<Omit<Comment, 'id'>>;
    }
  | { readonly edit: 'remove-comments'; readonly network: string; readonly comments: readonly string[] }
  | { readonly edit: 'add-network'; readonly added: Network }
  | { readonly edit: 'set-recipe'; readonly recipe: Project['recipe'] }
  | { readonly edit: 'set-data'; readonly data: DataBinding }
  | { readonly edit: 'set-training'; readonly training: Partial<TrainingSettings> }
  /** Advice that is not to be said again, by `adviceKey`. */
  | { readonly edit: 'set-dismissed'; readonly dismissed: readonly string[] }
  | { readonly edit: 'rename-project'; readonly name: string };
