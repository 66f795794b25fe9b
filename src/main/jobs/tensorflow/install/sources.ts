/** Which TensorFlow fits this machine, pinned: its name, its hash, and the name of its folder in the cache. */
import { createHash } from 'node:crypto';

/** Raised when what is kept in the folder changes, so that an older one is not taken for it. */
const layout = 1;
const tfjs = '4.22.0';

/** A wheel on PyPI that holds the libraries. The Python version in its name does not matter: they know no Python. */
export interface Wheel {
  readonly project: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
  /** pip's name of the platform. */
  readonly platform: string;
  /** Bytes: of the wheel, and of the two libraries in it. */
  readonly size: number;
  readonly unpacked: number;
}

const version = '2.21.0';
const wheels: Readonly<Record<string, Wheel>> = {
  'linux-x64': {
    project: 'tensorflow-cpu',
    version,
    file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    platform: 'manylinux_2_27_x86_64',
    size: 274_000_000,
    unpacked: 855_000_000,
  },
  'linux-arm64': {
    project: 'tensorflow',
    version,
    file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl',
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
    platform: 'manylinux_2_27_aarch64',
    size: 290_000_000,
    unpacked: 900_000_000,
  },
  'darwin-arm64': {
    project: 'tensorflow',
    version,
    file: 'tensorflow-2.21.0-cp311-cp311-macosx_12_0_arm64.whl',
    sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
    platform: 'macosx_12_0_arm64',
    size: 260_000_000,
    unpacked: 900_000_000,
  },
};

export const machineName = (): string => `${process.platform}-${process.arch}`;

export const wheelFor = (machine: string): Wheel | null => wheels[machine] ?? null;

/** The library that @tensorflow/tfjs-node-gpu's own script downloads. */
export const ownVersion = '2.9.1';

const folder = (library: string, ...parts: readonly string[]): string => {
  const hash = createHash('sha256')
    .update(JSON.stringify([layout, tfjs, ...parts]))
    .digest('hex');
  return `${library}-${hash.slice(0, 12)}`;
};
export const wheelFolder = (wheel: Wheel): string => folder(wheel.version, wheel.sha256);
export const ownFolder = (machine: string): string => folder(ownVersion, machine);
