/** The icons that kinds name, each imported by itself so that the bundle holds no other. */
import type { Component } from 'svelte';
import Activity from '@lucide/svelte/icons/activity';
import ArrowDownToLine from '@lucide/svelte/icons/arrow-down-to-line';
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import AudioWaveform from '@lucide/svelte/icons/audio-waveform';
import BetweenVerticalStart from '@lucide/svelte/icons/between-vertical-start';
import Box from '@lucide/svelte/icons/box';
import ChevronsDown from '@lucide/svelte/icons/chevrons-down';
import Combine from '@lucide/svelte/icons/combine';
import Crop from '@lucide/svelte/icons/crop';
import Cuboid from '@lucide/svelte/icons/cuboid';
import Droplets from '@lucide/svelte/icons/droplets';
import Expand from '@lucide/svelte/icons/expand';
import Frame from '@lucide/svelte/icons/frame';
import Grid3x3 from '@lucide/svelte/icons/grid-3x3';
import Layers from '@lucide/svelte/icons/layers';
import Layers2 from '@lucide/svelte/icons/layers-2';
import LogIn from '@lucide/svelte/icons/log-in';
import LogOut from '@lucide/svelte/icons/log-out';
import Maximize2 from '@lucide/svelte/icons/maximize-2';
import Minimize2 from '@lucide/svelte/icons/minimize-2';
import Plus from '@lucide/svelte/icons/plus';
import Repeat from '@lucide/svelte/icons/repeat';
import Rows3 from '@lucide/svelte/icons/rows-3';
import Scaling from '@lucide/svelte/icons/scaling';
import Scissors from '@lucide/svelte/icons/scissors';
import Shapes from '@lucide/svelte/icons/shapes';
import Shrink from '@lucide/svelte/icons/shrink';
import StretchHorizontal from '@lucide/svelte/icons/stretch-horizontal';
import UnfoldHorizontal from '@lucide/svelte/icons/unfold-horizontal';
import Waypoints from '@lucide/svelte/icons/waypoints';

const icons: Readonly<Record<string, Component>> = {
  activity: Activity,
  'arrow-down-to-line': ArrowDownToLine,
  'arrow-left-right': ArrowLeftRight,
  'audio-waveform': AudioWaveform,
  'between-vertical-start': BetweenVerticalStart,
  box: Box,
  'chevrons-down': ChevronsDown,
  combine: Combine,
  crop: Crop,
  cuboid: Cuboid,
  droplets: Droplets,
  expand: Expand,
  frame: Frame,
  'grid-3x3': Grid3x3,
  layers: Layers,
  'layers-2': Layers2,
  'log-in': LogIn,
  'log-out': LogOut,
  'maximize-2': Maximize2,
  'minimize-2': Minimize2,
  plus: Plus,
  repeat: Repeat,
  'rows-3': Rows3,
  scaling: Scaling,
  scissors: Scissors,
  shapes: Shapes,
  shrink: Shrink,
  'stretch-horizontal': StretchHorizontal,
  'unfold-horizontal': UnfoldHorizontal,
  waypoints: Waypoints,
};

/** The icon of this name; a box for one that is not known. */
export const iconOf = (name: string): Component => icons[name] ?? Box;

export const hasIcon = (name: string): boolean => Object.hasOwn(icons, name);
