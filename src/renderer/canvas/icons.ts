/** The icons that kinds name, each imported by itself so that the bundle holds no other. */
import type { Component } from 'svelte';
import Activity from '@lucide/svelte/icons/activity';
import AlignVerticalDistributeCenter from '@lucide/svelte/icons/align-vertical-distribute-center';
import ArrowDownToLine from '@lucide/svelte/icons/arrow-down-to-line';
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import AudioWaveform from '@lucide/svelte/icons/audio-waveform';
import BetweenVerticalStart from '@lucide/svelte/icons/between-vertical-start';
import Box from '@lucide/svelte/icons/box';
import ChevronsDown from '@lucide/svelte/icons/chevrons-down';
import ChevronsUp from '@lucide/svelte/icons/chevrons-up';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import Combine from '@lucide/svelte/icons/combine';
import Crop from '@lucide/svelte/icons/crop';
import Cuboid from '@lucide/svelte/icons/cuboid';
import Dices from '@lucide/svelte/icons/dices';
import Droplets from '@lucide/svelte/icons/droplets';
import EqualApproximately from '@lucide/svelte/icons/equal-approximately';
import Expand from '@lucide/svelte/icons/expand';
import Frame from '@lucide/svelte/icons/frame';
import Grid3x3 from '@lucide/svelte/icons/grid-3x3';
import Group from '@lucide/svelte/icons/group';
import Layers from '@lucide/svelte/icons/layers';
import Layers2 from '@lucide/svelte/icons/layers-2';
import LogIn from '@lucide/svelte/icons/log-in';
import LogOut from '@lucide/svelte/icons/log-out';
import Maximize2 from '@lucide/svelte/icons/maximize-2';
import Minimize2 from '@lucide/svelte/icons/minimize-2';
import Minus from '@lucide/svelte/icons/minus';
import Plus from '@lucide/svelte/icons/plus';
import Repeat from '@lucide/svelte/icons/repeat';
import Rows3 from '@lucide/svelte/icons/rows-3';
import Ruler from '@lucide/svelte/icons/ruler';
import Scaling from '@lucide/svelte/icons/scaling';
import Scissors from '@lucide/svelte/icons/scissors';
import Shapes from '@lucide/svelte/icons/shapes';
import Shrink from '@lucide/svelte/icons/shrink';
import StretchHorizontal from '@lucide/svelte/icons/stretch-horizontal';
import TrendingUp from '@lucide/svelte/icons/trending-up';
import TrendingUpDown from '@lucide/svelte/icons/trending-up-down';
import UnfoldHorizontal from '@lucide/svelte/icons/unfold-horizontal';
import Waypoints from '@lucide/svelte/icons/waypoints';
import X from '@lucide/svelte/icons/x';

const icons: Readonly<Record<string, Component>> = {
  activity: Activity,
  'align-vertical-distribute-center': AlignVerticalDistributeCenter,
  'arrow-down-to-line': ArrowDownToLine,
  'arrow-left-right': ArrowLeftRight,
  'audio-waveform': AudioWaveform,
  'between-vertical-start': BetweenVerticalStart,
  box: Box,
  'chevrons-down': ChevronsDown,
  'chevrons-up': ChevronsUp,
  'circle-dot': CircleDot,
  combine: Combine,
  crop: Crop,
  cuboid: Cuboid,
  dices: Dices,
  droplets: Droplets,
  'equal-approximately': EqualApproximately,
  expand: Expand,
  frame: Frame,
  'grid-3x3': Grid3x3,
  group: Group,
  'layers-2': Layers2,
  layers: Layers,
  'log-in': LogIn,
  'log-out': LogOut,
  'maximize-2': Maximize2,
  'minimize-2': Minimize2,
  minus: Minus,
  plus: Plus,
  repeat: Repeat,
  'rows-3': Rows3,
  ruler: Ruler,
  scaling: Scaling,
  scissors: Scissors,
  shapes: Shapes,
  shrink: Shrink,
  'stretch-horizontal': StretchHorizontal,
  'trending-up': TrendingUp,
  'trending-up-down': TrendingUpDown,
  'unfold-horizontal': UnfoldHorizontal,
  waypoints: Waypoints,
  x: X,
};

/** The icon of this name; a box for one that is not known. */
export const iconOf = (name: string): Component => icons[name] ?? Box;

export const hasIcon = (name: string): boolean => Object.hasOwn(icons, name);
