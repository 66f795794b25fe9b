/** Everything that can be looked up: terms, how-tos, and what each kind says of itself. */
import { activations } from '../../kinds/activations/index.ts';
import { initializers } from '../../kinds/initializers/index.ts';
import { layers } from '../../kinds/layers/index.ts';
import { losses } from '../../kinds/losses/index.ts';
import { metrics } from '../../kinds/metrics/index.ts';
import { optimizers } from '../../kinds/optimizers/index.ts';
import { recipes } from '../../kinds/recipes/index.ts';
import { schedules } from '../../kinds/schedules/index.ts';
import { howTo } from './how-to.ts';
import { terms } from './terms.ts';
import type { HelpText, Term } from './terms.ts';

export const helpGroups = [
  'how-to',
  'term',
  'layer',
  'activation',
  'loss',
  'metric',
  'optimizer',
  'schedule',
  'initializer',
  'recipe',
] as const;
export type HelpGroup = (typeof helpGroups)[number];

/** What a link leads to: a term by its name, everything else by its group and name. */
export type HelpTopic = Term | `${HelpGroup}/${string}`;

export interface HelpEntry extends HelpText {
  readonly id: HelpTopic;
  readonly group: HelpGroup;
  readonly formula?: string | undefined;
}

interface Kind {
  readonly kind: string;
  readonly label: string;
  readonly doc: string;
  readonly formula?: string;
}

const ofKinds = (group: HelpGroup, kinds: readonly Kind[]): readonly HelpEntry[] =>
  kinds.map(({ kind, label, doc, formula }) => ({
    id: `${group}/${kind}`,
    group,
    title: label,
    text: doc,
    formula,
    also: kind,
  }));

export const helpEntries: readonly HelpEntry[] = [
  ...Object.entries(howTo).map(([name, text]): HelpEntry => ({
    ...text,
    id: `how-to/${name}`,
    group: 'how-to',
  })),
  ...Object.entries(terms).map(([name, text]): HelpEntry => ({ ...text, id: name as Term, group: 'term' })),
  ...ofKinds('layer', layers),
  ...ofKinds('activation', activations),
  ...ofKinds('loss', losses),
  ...ofKinds('metric', metrics),
  ...ofKinds('optimizer', optimizers),
  ...ofKinds('schedule', schedules),
  ...ofKinds('initializer', initializers),
  ...ofKinds('recipe', recipes),
];
