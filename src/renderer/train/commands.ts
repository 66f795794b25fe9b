import Pause from '@lucide/svelte/icons/pause';
import Play from '@lucide/svelte/icons/play';
import Square from '@lucide/svelte/icons/square';
import { toast } from 'svelte-sonner';
import { failureText } from '../../shared/words/failures.ts';
import { ui } from '../../shared/words/ui/index.ts';
import type { App } from '../app.svelte.ts';
import { isError } from '../canvas/index.ts';
import type { OpenProject } from '../canvas/index.ts';
import type { Command } from '../commands.svelte.ts';
import { runsOf, SMOOTHINGS } from './runs.svelte.ts';
import type { ProjectRuns } from './runs.svelte.ts';

const words = ui.commands;

/** Starts a run and shows it; who went elsewhere meanwhile stays there and is told. */
export async function startRun(app: App, project: OpenProject): Promise<void> {
  const runs = runsOf(app.core, project);
  const from = app.place;
  const run = await runs.start();
  const here = app.project === project;
  if (run === null) {
    // The run bar says why, as long as it is this project's.
    if (!here && runs.failure) toast.error(failureText(runs.failure));
  } else if (here && app.place === from) {
    if (from.route !== 'train') app.go('train');
  } else if (!here || app.place.route !== 'train') {
    const action = { label: ui.train.showRun, onClick: () => app.go('runs', run) };
    toast(ui.train.startedElsewhere(project.document.name), { action, duration: 8000 });
  }
}

/** `showCurves` opens the drawer that they are drawn in. */
export function trainCommands(app: App, project: OpenProject, showCurves: () => void): readonly Command[] {
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
      once: true,
      can: !runs.busy && !project.problems.some(isError),
      run: () => void startRun(app, project),
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
    ...curveCommands(runs, showCurves),
  ];
}

/** How the curves are drawn, where they are seen. */
function curveCommands(runs: ProjectRuns, show: () => void): readonly Command[] {
  const { curves } = ui.train;
  const command = (id: string, label: string, can: boolean, draw: () => void): Command => ({
    id,
    group: 'curves',
    label,
    also: words.also.curves,
    can,
    run: () => {
      draw();
      runs.tab = 'curves';
      show();
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
