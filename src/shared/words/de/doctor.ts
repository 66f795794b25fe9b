import type { DoctorNames, DoctorSentences, DoctorSteps } from '../doctor.ts';
import { fixed, plural, THIN } from '../numbers.ts';

const gigabytes = (bytes: number): string => `${fixed(bytes / 1e9, bytes < 1e10 ? 2 : 0)}${THIN}GB`;
const size = (bytes: number): string =>
  bytes < 1e8 ? `${fixed(bytes / 1e6, 1)}${THIN}MB` : gigabytes(bytes);

export const doctorNames: DoctorNames = {
  node: 'Node',
  tensorflow: 'TensorFlow',
  processor: 'Prozessor',
  gpu: 'GPU',
  electron: 'Electron',
  display: 'Anzeige',
  disk: 'Platte',
  workspace: 'Arbeitsbereich',
  database: 'Datenbank',
  cache: 'Cache',
};

export const doctorSteps: DoctorSteps = {
  start: 'Installation wird gestartet',
  wait: 'Eine andere Installation ist im Gang; es wird auf sie gewartet',
  download: 'TensorFlow wird von PyPI geholt',
  unpack: 'Seine Bibliotheken werden entpackt',
  compile: 'Es wird mit Node verbunden',
  verify: 'Es wird ausprobiert',
  'own-download': 'Die Quelle von tfjs-node wird versucht',
  done: 'Fertig',
};

export const doctor: DoctorSentences = {
  name: (check) => doctorNames[check],
  node: (version, path) => `${version} in ${path}`,
  tensorflow: (version, source, device, path) =>
    `${version} für die ${device.toUpperCase()}, ${source === 'wheel' ? 'von PyPI' : 'aus der Quelle von tfjs-node'}, in ${path}`,
  processor: (cores, features) =>
    `${plural(cores, 'Kern', 'Kerne')}${features && features.length > 0 ? `; TensorFlow kann ${features.join(', ')} nutzen` : ''}`,
  gpuUsed: (driver) => `NVIDIA-Treiber ${driver}; das installierte TensorFlow kann ihn nutzen`,
  gpuUnused: (driver) => `NVIDIA-Treiber ${driver}, aber das installierte TensorFlow ist für die CPU gebaut`,
  gpuRemedy:
    'TensorFlow für die GPU installieren: etwa 3 GB von PyPI. Neuroloom lief noch auf keiner GPU; die Fassung für die CPU bleibt.',
  gpuUnusedRemedy: 'Für die GPU dieses Rechners gibt es keine Fassung; die CPU wird benutzt.',
  gpuNone: 'kein NVIDIA-Treiber geladen; die CPU wird benutzt',
  electronPackaged: 'Teil dieses Pakets',
  electronAt: (path) => path,
  display: (name) => name,
  diskFree: (free, path) => `${gigabytes(free)} frei in ${path}`,
  diskSmallRemedy:
    'Platz schaffen: Datensätze und Checkpoints brauchen ihn. Die Einstellungen zeigen, was wie viel belegt.',
  workspace: (path, bytes) => `${path}, ${size(bytes)}`,
  workspaceReadOnly: (path) => `${path} kann nicht beschrieben werden`,
  workspaceRemedy: 'Mit --workspace oder NEUROLOOM_HOME einen eigenen Ordner wählen.',
  installStep: (step, done, total) =>
    done === null || !total
      ? `${doctorSteps[step]}…`
      : `${doctorSteps[step]}: ${size(done)} von ${size(total)}`,
  installed: (version) => `TensorFlow ${version} ist installiert. Der nächste Lauf trainiert damit.`,
  installerSilent: 'Die Installation endete ohne Antwort',
  database: (sqlite, journal) => `SQLite ${sqlite}, ${journal}`,
  cache: (path, bytes) => `${path}, ${size(bytes)}`,
};
