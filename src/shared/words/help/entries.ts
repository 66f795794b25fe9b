/** Everything that can be looked up: terms, how-tos, and what each kind says of itself. */
import { activations } from '../../kinds/activations/index.ts';
import { initializers } from '../../kinds/initializers/index.ts';
import { layers } from '../../kinds/layers/index.ts';
import { losses } from '../../kinds/losses/index.ts';
import { metrics } from '../../kinds/metrics/index.ts';
import { optimizers } from '../../kinds/optimizers/index.ts';
import { recipes } from '../../kinds/recipes/index.ts';
import { schedules } from '../../kinds/schedules/index.ts';
import { kindWords } from '../kinds.ts';
import type { Family } from '../kinds.ts';
import { spokenLanguage, wordsOf } from '../language.ts';
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

/** A kind is found by its own name too, whatever it is called in another language. */
const ofKinds = (group: HelpGroup, family: Family, kinds: readonly Kind[]): readonly HelpEntry[] =>
  kinds.map((kind) => {
    const { label, doc, formula } = kindWords(family, kind);
    return {
      id: `${group}/${kind.kind}`,
      group,
      title: label,
      text: doc,
      formula,
      also: label === kind.label ? kind.kind : `${kind.kind} ${kind.label}`,
    };
  });

export type TermWords = { readonly [T in Term]?: HelpText };
export type HowToWords = { readonly [H in keyof typeof howTo]?: HelpText };

/** In the order of the alphabet, which is another in each language. */
const termsInOrder = Object.entries<HelpText>(wordsOf('terms', terms)).sort(([, a], [, b]) =>
  a.title.localeCompare(b.title, spokenLanguage()),
);

export const helpEntries: readonly HelpEntry[] = [
  ...Object.entries<HelpText>(wordsOf('howTos', howTo)).map(([name, text]): HelpEntry => ({
    ...text,
    id: `how-to/${name}`,
    group: 'how-to',
  })),
  ...termsInOrder.map(([name, text]): HelpEntry => ({ ...text, id: name as Term, group: 'term' })),
  ...ofKinds('layer', 'layers', layers),
  ...ofKinds('activation', 'activations', activations),
  ...ofKinds('loss', 'losses', losses),
  ...ofKinds('metric', 'metrics', metrics),
  ...ofKinds('optimizer', 'optimizers', optimizers),
  ...ofKinds('schedule', 'schedules', schedules),
  ...ofKinds('initializer', 'initializers', initializers),
  ...ofKinds('recipe', 'recipes', recipes),
];
