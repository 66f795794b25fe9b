/** The help in German. */
export { howTo } from './help/how-to.ts';
export { terms } from './help/terms.ts';
