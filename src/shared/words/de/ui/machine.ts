import type { MachineReport } from '../../../contract/machine.ts';
import { bytesText, count, fixed, plural } from '../../numbers.ts';
import { FEATURES } from '../../ui/machine.ts';
import type { MachineWords } from '../../ui/machine.ts';

const coresText = (n: number): string => plural(n, 'Kern', 'Kerne');
const threadsText = (n: number): string => plural(n, 'Thread', 'Threads');

function device({ library, gpus }: MachineReport): string {
  if (!library)
    return 'Läufe benutzen das portable Backend mit einem Thread, weil das native TensorFlow nicht installiert ist. Es berechnet dasselbe, nur langsam.';
  if (library.device === 'gpu')
    return 'Läufe benutzen die GPU, weil das installierte TensorFlow dafür gebaut ist. Ein Batch bleibt ganz.';
  const cut =
    'Ein Batch wird in einen Teil je Kern zerlegt, zu 16 Zeilen oder mehr (weniger, wo eine Zeile viel Arbeit ist), und die Teile werden nebeneinander berechnet; ein Netz mit Batch-Normalisierung braucht den Batch ganz.';
  const why =
    gpus.length > 0
      ? 'weil das installierte TensorFlow für die CPU gebaut ist'
      : 'weil keine NVIDIA-GPU da ist';
  return `Läufe benutzen den Prozessor, ${why}. ${cut}`;
}

export const machine: MachineWords = {
  hardware: 'Was vorhanden ist',
  processor: 'Prozessor',
  cores: (cores, threads) =>
    threads === cores ? coresText(cores) : `${coresText(cores)}, ${threadsText(threads)}`,
  features: (features) =>
    features === null
      ? 'Dieses System nennt die Befehlssätze nicht.'
      : features.length === 0
        ? 'Keiner der Befehlssätze, die TensorFlow nutzt.'
        : `TensorFlow kann ${features.map((name) => FEATURES[name] ?? name).join(', ')} nutzen.`,
  gpu: 'GPU',
  noGpu: 'Keine NVIDIA-GPU',
  noGpuDoc: 'nvidia-smi hat keine gefunden; der Prozessor trainiert.',
  driver: (driver) => `Treiber ${driver}`,
  gpuName: (gpu) => `${gpu.name}, ${bytesText(gpu.memoryBytes)}`,
  memory: 'Speicher',
  memoryFree: (free, total) => `${bytesText(free)} von ${bytesText(total)} frei`,
  memoryBar: 'Belegter Speicher',
  memoryLegend: { training: 'Training', others: 'Alles andere' },
  training: ({ name, memoryBytes, busyThreads }) =>
    [
      `${name} belegt ${bytesText(memoryBytes)}`,
      ...(busyThreads === null ? [] : [`beschäftigt ${fixed(busyThreads, 1)} Threads`]),
    ].join(' und '),
  idle: 'Zurzeit trainiert nichts.',

  engine: 'Wie Läufe berechnet werden',
  device,
  precision: 'Rechengenauigkeit des nächsten Laufs',
  precisions: { float32: 'float32', bfloat16: 'bfloat16 (gemischt)' },
  precisionDoc: {
    float32:
      'Zahlen haben 32 Bit. Jeder Lauf behält Threads, Teile und Rechengenauigkeit, weil die letzten Ziffern davon abhängen.',
    bfloat16:
      'Produkte werden aus Zahlen von 16 Bit gebildet, alles andere und die Gewichte behalten 32: schneller, wo der Prozessor AVX-512 hat, und etwa ebenso genau. Jeder Lauf behält, womit er trainiert wurde.',
  },
  request: 'Threads und Teile des nächsten Laufs',
  requestChoices: { rule: 'Nach Regel', own: 'Eigene' },
  ruleDoc: (cores) =>
    `Nach Regel: ${threadsText(cores)}, einer je Kern, und ebenso viele Teile, wo der Batch genug Zeilen hat.`,
  ownDoc: 'Die Threads, die rechnen, und die Teile, in die ein Batch zerlegt wird.',
  threads: 'Threads',
  shards: 'Teile eines Batches',

  trial: 'Was jede Wahl brächte',
  trialDoc: (seconds) =>
    `Trainiert das offene Projekt zwei Sekunden lang mit jeder Wahl, zusammen etwa ${seconds} Sekunden. Nichts davon bleibt, und keine Einstellung wird geändert.`,
  trialNoProject: 'Ein Projekt öffnen, um es hier zu messen: Die Geschwindigkeit hängt vom Netz ab.',
  trialProblems: 'Im offenen Projekt sind zuerst Probleme zu lösen.',
  start: 'Messen',
  again: 'Neu messen',
  cancel: 'Abbrechen',
  trying: (project, done, of) => `${project}: Wahl ${Math.min(done + 1, of)} von ${of}`,
  cancelled: 'Abgebrochen; was vorher gemessen wurde, gilt.',
  of: (project) => `Gemessen mit ${project}`,
  columns: { choice: 'Wahl', speed: 'Zeilen je Sekunde', use: 'Nächster Lauf' },
  choice: ({ threads, shards, precision }) =>
    `${threadsText(threads)}, ${shards === 1 ? 'Batch ganz' : `Batch in ${shards} Teilen`}${precision === 'float32' ? '' : `, ${precision}`}`,
  byRule: 'nach Regel',
  speed: (rate) => count(rate),
  waiting: '…',
  use: 'Verwenden',
  used: 'In Gebrauch',
  useFor: (choice) => `${choice} für den nächsten Lauf verwenden`,
};
