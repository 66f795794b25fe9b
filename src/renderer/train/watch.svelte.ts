import type { CoreClient } from '../../shared/contract/core.ts';
import type { CanvasModel } from '../canvas/index.ts';

interface Wanted {
  /** The run that trains; null where none does. */
  readonly run: string | null;
  readonly pictures: CanvasModel['pictures'];
  /** False while the core cannot be reached: it is asked again afterwards. */
  readonly connected: boolean;
}

/** Asks the core for looks at the run that trains while pictures are wanted and the page is seen. Call it in a component. */
export function watchRun(core: Pick<CoreClient, 'request' | 'on'>, wanted: () => Wanted): void {
  let hidden = $state(document.hidden);
  $effect(() => {
    const follow = (): void => void (hidden = document.hidden);
    document.addEventListener('visibilitychange', follow);
    return () => document.removeEventListener('visibilitychange', follow);
  });
  const pictures = $derived(wanted().pictures);
  const run = $derived.by(() => {
    const { run, connected } = wanted();
    return connected && !hidden && pictures.choice !== 'none' ? run : null;
  });
  $effect(() => {
    if (run === null) return;
    const [watched, drawn] = [run, pictures];
    // Where the run is gone or the core is, there is nothing to see.
    const ask = (on: boolean): void =>
      void core.request('runs.watch', { run: watched, on }).catch(() => undefined);
    const end = core.on('run.watched', (look, bytes) => {
      if (look.run === watched) drawn.take(look, bytes);
    });
    ask(true);
    return () => {
      end();
      ask(false);
    };
  });
}
