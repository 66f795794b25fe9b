import Pause from '@lucide/svelte/icons/pause';
import Play from '@lucide/svelte/icons/play';
import Square from '@lucide/svelte/icons/square';
import { ui } from '../../shared/words/ui/index.ts';
import type { App } from '../app.svelte.ts';
import { isError } from '../canvas/index.ts';
import type { OpenProject } from '../canvas/index.ts';
import type { Command } from '../commands.svelte.ts';
import { runsOf, SMOOTHINGS } from './runs.svelte.ts';
import type { ProjectRuns } from './runs.svelte.ts';

const words = ui.commands;

/** Starts a run and shows it. */
export async function startRun(app: App, runs: ProjectRuns): Promise<void> {
  await runs.start();
  if (!runs.failure && app.place.route !== 'train') app.go('train');
}

export function trainCommands(app: App, project: OpenProject): readonly Command[] {
  const runs = runsOf(app.core, project);
  const { active, resumable } = runs;
  const moving = active?.state === 'training';
  return [
    {
      id: 'train',
      group: 'train',
      label: words.train,
      also: words.also.train,
      icon: Play,
      keys: '$mod+Enter',
      can: !runs.busy && !project.problems.some(isError),
      run: () => void startRun(app, runs),
    },
    {
      id: 'pause',
      group: 'train',
      label: words.pause,
      icon: Pause,
      keys: '$mod+Shift+Enter',
      can: moving,
      run: () => active && void runs.pause(active.id),
    },
    {
      id: 'resume',
      group: 'train',
      label: words.resume,
      also: words.also.resume,
      icon: Play,
      can: !active && !runs.busy && resumable !== null,
      run: () => resumable && void runs.resume(resumable.id),
    },
    {
      id: 'stop',
      group: 'train',
      label: words.stop,
      also: words.also.stop,
      icon: Square,
      can: moving,
      run: () => active && void runs.stop(active.id),
    },
    ...curveCommands(app, runs),
  ];
}

/** How the curves are drawn, in the room where they are seen. */
function curveCommands(app: App, runs: ProjectRuns): readonly Command[] {
  const { curves } = ui.train;
  const command = (id: string, label: string, can: boolean, draw: () => void): Command => ({
    id,
    group: 'curves',
    label,
    also: words.also.curves,
    can,
    run: () => {
      draw();
      if (app.place.route !== 'train') app.go('train');
    },
  });
  return [
    command('curves-linear', words.lossScale.linear, runs.log, () => (runs.log = false)),
    command('curves-logarithmic', words.lossScale.logarithmic, !runs.log, () => (runs.log = true)),
    ...SMOOTHINGS.map((smoothing) =>
      command(
        `smoothing-${smoothing}`,
        words.choice(curves.smooth, curves.smoothings[smoothing]),
        runs.smoothing !== smoothing,
        () => (runs.smoothing = smoothing),
      ),
    ),
  ];
}
