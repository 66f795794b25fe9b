import { createContext } from 'svelte';
import type { HelpTopic } from '../../shared/words/help/entries.ts';

/** Opens the help at a topic, or all of it: what is explained anywhere in the window leads there. */
export const [getHelp, setHelp] = createContext<(topic: HelpTopic | null) => void>();
