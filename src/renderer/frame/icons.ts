/** The icons of rooms, panels and looks: on the rail and in the title bar as in the menus. */
import ChartLine from '@lucide/svelte/icons/chart-line';
import ChartSpline from '@lucide/svelte/icons/chart-spline';
import Code from '@lucide/svelte/icons/code';
import Cpu from '@lucide/svelte/icons/cpu';
import Database from '@lucide/svelte/icons/database';
import House from '@lucide/svelte/icons/house';
import LayoutGrid from '@lucide/svelte/icons/layout-grid';
import ListTree from '@lucide/svelte/icons/list-tree';
import Moon from '@lucide/svelte/icons/moon';
import PackageOpen from '@lucide/svelte/icons/package-open';
import PanelLeft from '@lucide/svelte/icons/panel-left';
import PanelRight from '@lucide/svelte/icons/panel-right';
import SettingsIcon from '@lucide/svelte/icons/settings';
import Sun from '@lucide/svelte/icons/sun';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import Workflow from '@lucide/svelte/icons/workflow';
import type { Component } from 'svelte';
import type { RouteName } from '../routes.ts';
import type { ThemeChoice } from '../ui/theme.svelte.ts';
import type { PanelName } from './layout.svelte.ts';

export const routeIcons: Readonly<Record<RouteName, Component>> = {
  home: House,
  templates: LayoutGrid,
  data: Database,
  design: Workflow,
  train: ChartLine,
  runs: ListTree,
  use: PackageOpen,
  doctor: Cpu,
  settings: SettingsIcon,
};

export const panelIcons: Readonly<Record<PanelName, Component>> = {
  side: PanelLeft,
  drawer: ChartSpline,
  code: Code,
  properties: PanelRight,
};

export const themeIcons: Readonly<Record<ThemeChoice, Component>> = {
  system: SunMoon,
  light: Sun,
  dark: Moon,
};
