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
  readonly device: 'cpu' | 'gpu';
  /** What pip fetches beside it: NVIDIA's libraries, in the versions that the wheel itself asks for. */
  readonly companions: readonly string[];
  /** Bytes: of the wheel, and of the two libraries in it; with its companions. */
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
    device: 'cpu',
    companions: [],
    size: 274_000_000,
    unpacked: 855_000_000,
  },
  'linux-arm64': {
    project: 'tensorflow',
    version,
    file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl',
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
    platform: 'manylinux_2_27_aarch64',
    device: 'cpu',
    companions: [],
    size: 290_000_000,
    unpacked: 900_000_000,
  },
  'darwin-arm64': {
    project: 'tensorflow',
    version,
    file: 'tensorflow-2.21.0-cp311-cp311-macosx_12_0_arm64.whl',
    sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
    platform: 'macosx_12_0_arm64',
    device: 'cpu',
    companions: [],
    size: 260_000_000,
    unpacked: 900_000_000,
  },
};

/** Found by pip, not by hash: NVIDIA's packages are many, and pip checks each against the index. */
const gpuWheels: Readonly<Record<string, Wheel>> = {
  'linux-x64': {
    project: 'tensorflow',
    version,
    file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
    sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
    platform: 'manylinux_2_27_x86_64',
    device: 'gpu',
    companions: [
      'nvidia-cublas-cu12>=12.5.3.2,<13.0',
      'nvidia-cuda-cupti-cu12>=12.5.82,<13.0',
      'nvidia-cuda-nvrtc-cu12>=12.5.82,<13.0',
      'nvidia-cuda-runtime-cu12>=12.5.82,<13.0',
      'nvidia-cudnn-cu12>=9.3.0.75,<10.0',
      'nvidia-cufft-cu12>=11.2.3.61,<12.0',
      'nvidia-curand-cu12>=10.3.6.82,<11.0',
      'nvidia-cusolver-cu12>=11.6.3.83,<12.0',
      'nvidia-cusparse-cu12>=12.5.1.3,<13.0',
      'nvidia-nccl-cu12>=2.27.7,<3.0',
      'nvidia-nvjitlink-cu12>=12.5.82,<13.0',
    ],
    size: 3_340_000_000,
    unpacked: 5_560_000_000,
  },
};

export const machineName = (): string => `${process.platform}-${process.arch}`;

export const wheelFor = (machine: string): Wheel | null => wheels[machine] ?? null;

/** The build for a GPU; null where there is none for this machine. */
export const gpuWheelFor = (machine: string): Wheel | null => gpuWheels[machine] ?? null;

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
