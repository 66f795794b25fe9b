/** The icons that kinds name, each imported by itself so that the bundle holds no other. */
import type { Component } from 'svelte';
import Activity from '@lucide/svelte/icons/activity';
import AlignVerticalDistributeCenter from '@lucide/svelte/icons/align-vertical-distribute-center';
import ArrowDownToLine from '@lucide/svelte/icons/arrow-down-to-line';
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import AudioWaveform from '@lucide/svelte/icons/audio-waveform';
import BetweenVerticalStart from '@lucide/svelte/icons/between-vertical-start';
import BookA from '@lucide/svelte/icons/book-a';
import Box from '@lucide/svelte/icons/box';
import Boxes from '@lucide/svelte/icons/boxes';
import ChartLine from '@lucide/svelte/icons/chart-line';
import ChevronsDown from '@lucide/svelte/icons/chevrons-down';
import ChevronsUp from '@lucide/svelte/icons/chevrons-up';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CloudRain from '@lucide/svelte/icons/cloud-rain';
import Combine from '@lucide/svelte/icons/combine';
import Contrast from '@lucide/svelte/icons/contrast';
import Crop from '@lucide/svelte/icons/crop';
import Cuboid from '@lucide/svelte/icons/cuboid';
import Dices from '@lucide/svelte/icons/dices';
import Droplets from '@lucide/svelte/icons/droplets';
import EqualApproximately from '@lucide/svelte/icons/equal-approximately';
import Eraser from '@lucide/svelte/icons/eraser';
import Expand from '@lucide/svelte/icons/expand';
import Eye from '@lucide/svelte/icons/eye';
import FlipHorizontal2 from '@lucide/svelte/icons/flip-horizontal-2';
import Frame from '@lucide/svelte/icons/frame';
import Grid3x3 from '@lucide/svelte/icons/grid-3x3';
import Group from '@lucide/svelte/icons/group';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Languages from '@lucide/svelte/icons/languages';
import Layers from '@lucide/svelte/icons/layers';
import Layers2 from '@lucide/svelte/icons/layers-2';
import ListFilter from '@lucide/svelte/icons/list-filter';
import LogIn from '@lucide/svelte/icons/log-in';
import LogOut from '@lucide/svelte/icons/log-out';
import MapPin from '@lucide/svelte/icons/map-pin';
import Maximize2 from '@lucide/svelte/icons/maximize-2';
import Minimize2 from '@lucide/svelte/icons/minimize-2';
import Minus from '@lucide/svelte/icons/minus';
import Move from '@lucide/svelte/icons/move';
import MoveDiagonal from '@lucide/svelte/icons/move-diagonal';
import Plus from '@lucide/svelte/icons/plus';
import Repeat from '@lucide/svelte/icons/repeat';
import Repeat1 from '@lucide/svelte/icons/repeat-1';
import Repeat2 from '@lucide/svelte/icons/repeat-2';
import RotateCw from '@lucide/svelte/icons/rotate-cw';
import Rows3 from '@lucide/svelte/icons/rows-3';
import Ruler from '@lucide/svelte/icons/ruler';
import Scaling from '@lucide/svelte/icons/scaling';
import ScatterChart from '@lucide/svelte/icons/scatter-chart';
import Scissors from '@lucide/svelte/icons/scissors';
import Shapes from '@lucide/svelte/icons/shapes';
import Shrink from '@lucide/svelte/icons/shrink';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import StretchHorizontal from '@lucide/svelte/icons/stretch-horizontal';
import Sun from '@lucide/svelte/icons/sun';
import Swords from '@lucide/svelte/icons/swords';
import Target from '@lucide/svelte/icons/target';
import TextCursorInput from '@lucide/svelte/icons/text-cursor-input';
import TrendingUp from '@lucide/svelte/icons/trending-up';
import TrendingUpDown from '@lucide/svelte/icons/trending-up-down';
import UnfoldHorizontal from '@lucide/svelte/icons/unfold-horizontal';
import Waves from '@lucide/svelte/icons/waves';
import Waypoints from '@lucide/svelte/icons/waypoints';
import Wind from '@lucide/svelte/icons/wind';
import X from '@lucide/svelte/icons/x';
import ZoomIn from '@lucide/svelte/icons/zoom-in';

const icons: Readonly<Record<string, Component>> = {
  activity: Activity,
  'align-vertical-distribute-center': AlignVerticalDistributeCenter,
  'arrow-down-to-line': ArrowDownToLine,
  'arrow-left-right': ArrowLeftRight,
  'audio-waveform': AudioWaveform,
  'between-vertical-start': BetweenVerticalStart,
  'book-a': BookA,
  box: Box,
  boxes: Boxes,
  'chart-line': ChartLine,
  'chevrons-down': ChevronsDown,
  'chevrons-up': ChevronsUp,
  'circle-dot': CircleDot,
  'cloud-rain': CloudRain,
  combine: Combine,
  contrast: Contrast,
  crop: Crop,
  cuboid: Cuboid,
  dices: Dices,
  droplets: Droplets,
  'equal-approximately': EqualApproximately,
  eraser: Eraser,
  expand: Expand,
  eye: Eye,
  'flip-horizontal-2': FlipHorizontal2,
  frame: Frame,
  'grid-3x3': Grid3x3,
  group: Group,
  hourglass: Hourglass,
  languages: Languages,
  'layers-2': Layers2,
  layers: Layers,
  'list-filter': ListFilter,
  'log-in': LogIn,
  'log-out': LogOut,
  'map-pin': MapPin,
  'maximize-2': Maximize2,
  'minimize-2': Minimize2,
  minus: Minus,
  'move-diagonal': MoveDiagonal,
  move: Move,
  plus: Plus,
  'repeat-1': Repeat1,
  'repeat-2': Repeat2,
  repeat: Repeat,
  'rotate-cw': RotateCw,
  'rows-3': Rows3,
  ruler: Ruler,
  scaling: Scaling,
  'scatter-chart': ScatterChart,
  scissors: Scissors,
  shapes: Shapes,
  shrink: Shrink,
  'sliders-horizontal': SlidersHorizontal,
  'stretch-horizontal': StretchHorizontal,
  sun: Sun,
  swords: Swords,
  target: Target,
  'text-cursor-input': TextCursorInput,
  'trending-up': TrendingUp,
  'trending-up-down': TrendingUpDown,
  'unfold-horizontal': UnfoldHorizontal,
  waves: Waves,
  waypoints: Waypoints,
  wind: Wind,
  x: X,
  'zoom-in': ZoomIn,
};

/** The icon of this name; a box for one that is not known. */
export const iconOf = (name: string): Component => icons[name] ?? Box;

export const hasIcon = (name: string): boolean => Object.hasOwn(icons, name);
