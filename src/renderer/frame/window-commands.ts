/** The commands that belong to no room: projects, screens, panels, the theme, help. */
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import Download from '@lucide/svelte/icons/download';
import FileText from '@lucide/svelte/icons/file-text';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import Import from '@lucide/svelte/icons/import';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Pencil from '@lucide/svelte/icons/pencil';
import Plus from '@lucide/svelte/icons/plus';
import Save from '@lucide/svelte/icons/save';
import SaveAll from '@lucide/svelte/icons/save-all';
import Search from '@lucide/svelte/icons/search';
import X from '@lucide/svelte/icons/x';
import { toast } from 'svelte-sonner';
import type { ProjectEntry } from '../../shared/contract/core.ts';
import { ui } from '../../shared/words/ui/index.ts';
import { sentenceOf } from '../app.svelte.ts';
import type { App } from '../app.svelte.ts';
import type { Command } from '../commands.svelte.ts';
import type { Updates } from '../doctor/index.ts';
import { chooseProjectFile, newestFirst, saveProjectCopy } from '../home/index.ts';
import { routes } from '../routes.ts';
import type { RouteEntry, RouteName } from '../routes.ts';
import { theme } from '../ui/theme.svelte.ts';
import type { ThemeChoice } from '../ui/theme.svelte.ts';
import type { Layout, PanelName } from './layout.svelte.ts';
import { isRoom } from './layout.svelte.ts';
import type { Overlays } from './overlays.svelte.ts';
import { panelIcons, routeIcons, themeIcons } from './icons.ts';

const words = ui.commands;
const { also } = words;

export function windowCommands(
  app: App,
  layout: Layout,
  overlays: Overlays,
  updates: Updates,
  projects: readonly ProjectEntry[],
): readonly Command[] {
  return [
    ...projectCommands(app, overlays),
    ...recentCommands(app, projects),
    ...goCommands(app),
    ...viewCommands(app, layout),
    ...helpCommands(app, updates, overlays),
  ];
}

function projectCommands(app: App, overlays: Overlays): readonly Command[] {
  const { project } = app;
  const open = project !== null;
  return [
    {
      id: 'new-project',
      group: 'project',
      label: words.newProject,
      icon: Plus,
      // A browser keeps Ctrl+N for itself.
      keys: 'Alt+KeyN',
      run: () => (overlays.newProject = true),
    },
    {
      id: 'open-project',
      group: 'project',
      label: words.openProject,
      icon: FolderOpen,
      keys: '$mod+O',
      run: () => chooseProjectFile(app),
    },
    {
      id: 'import-data',
      group: 'project',
      label: words.importData,
      also: also.importData,
      icon: Import,
      keys: '$mod+I',
      run: () => app.go('data', 'import'),
    },
    {
      id: 'save',
      group: 'project',
      label: words.save,
      also: also.save,
      icon: Save,
      keys: '$mod+S',
      can: open,
      run: () => void project?.flush(),
    },
    {
      id: 'save-copy',
      group: 'project',
      label: words.saveCopy,
      also: also.saveCopy,
      icon: SaveAll,
      keys: '$mod+Shift+S',
      can: open,
      run: () => project && saveProjectCopy(project.document),
    },
    {
      id: 'rename-project',
      group: 'project',
      label: words.renameProject,
      icon: Pencil,
      can: open,
      run: () => (overlays.renaming = true),
    },
    {
      id: 'export-model',
      group: 'project',
      label: words.exportModel,
      also: also.exportModel,
      icon: Download,
      run: () => app.go('use'),
    },
    {
      id: 'close-project',
      group: 'project',
      label: words.closeProject,
      icon: X,
      can: open,
      run: () => void app.leave(),
    },
  ];
}

/** How many of the projects worked on last can be opened by a command. */
const RECENT = 6;

const recentCommands = (app: App, projects: readonly ProjectEntry[]): readonly Command[] =>
  newestFirst(projects)
    .filter(({ path, problem }) => problem === null && path !== app.project?.path)
    .slice(0, RECENT)
    .map(({ path, name }) => ({
      id: `open-${path}`,
      group: 'recent',
      label: words.openRecent(name),
      also: also.recent,
      icon: FolderOpen,
      run: () => void app.open(path).catch((error) => toast.error(sentenceOf(error))),
    }));

const ALSO: Partial<Record<RouteName, string>> = { settings: also.settings, runs: also.runs };

const goCommands = (app: App): readonly Command[] =>
  (Object.keys(routes) as RouteName[]).map((route) => ({
    id: `go-${route}`,
    group: 'go',
    label: words.go(ui.frame.routes[route]),
    also: [ui.frame.routesDoc[route], ALSO[route]].join(' '),
    icon: routeIcons[route],
    keys: (routes[route] as RouteEntry).keys,
    can: app.place.route !== route || app.place.id !== null,
    run: () => app.go(route),
  }));

function viewCommands(app: App, layout: Layout): readonly Command[] {
  const { route } = app.place;
  const panel = (name: PanelName, keys: string): Command => ({
    id: `panel-${name}`,
    group: 'view',
    label: words[name],
    also: also.panel,
    icon: panelIcons[name],
    keys,
    can: isRoom(route) && layout.has(route, name),
    run: () => isRoom(route) && layout.toggle(route, name),
  });
  const look = (choice: ThemeChoice): Command => ({
    id: `theme-${choice}`,
    group: 'view',
    label: words.theme[choice],
    also: also.theme,
    icon: themeIcons[choice],
    can: theme.choice !== choice,
    run: () => theme.choose(choice),
  });
  return [
    panel('side', '$mod+B'),
    panel('drawer', '$mod+J'),
    panel('code', '$mod+Alt+KeyC'),
    panel('properties', '$mod+Alt+KeyB'),
    look('system'),
    look('light'),
    look('dark'),
  ];
}

const helpCommands = (app: App, updates: Updates, overlays: Overlays): readonly Command[] => [
  {
    id: 'help',
    group: 'help',
    label: words.showHelp,
    also: also.help,
    icon: CircleHelp,
    keys: 'F1',
    run: () => (overlays.help ? (overlays.help = false) : overlays.openHelp(null)),
  },
  {
    id: 'palette',
    group: 'help',
    label: words.showPalette,
    also: also.palette,
    icon: Search,
    keys: '$mod+K',
    otherKeys: ['$mod+Shift+P'],
    run: () => (overlays.palette = true),
  },
  {
    id: 'shortcuts',
    group: 'help',
    label: words.showShortcuts,
    also: also.shortcuts,
    icon: Keyboard,
    keys: '[Shift]+?',
    run: () => (overlays.shortcuts = true),
  },
  {
    id: 'diagnostics',
    group: 'help',
    label: ui.doctor.openDiagnostics,
    also: also.diagnostics,
    icon: FileText,
    run: () => app.go('doctor', 'diagnostics'),
  },
  ...(updates.possible
    ? [
        {
          id: 'check-updates',
          group: 'help',
          label: ui.updates.check,
          also: ui.updates.also,
          icon: RefreshCw,
          run: () => {
            app.go('settings');
            void updates.check();
          },
        } as const,
      ]
    : []),
];
