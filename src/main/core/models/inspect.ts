/** The inspect job: one process, started when first asked, kept warm for a while, its answers told apart by number. */
import type { Output, Prediction } from '../../../shared/contract/core.ts';
import type { Generated, GenerateRequest } from '../../../shared/contract/generate.ts';
import type {
  ImportFile,
  InspectCommand,
  InspectEvent,
  InspectQuestion,
  ModelSource,
} from '../../../shared/contract/jobs.ts';
import type { Probe, ProbeRequest } from '../../../shared/contract/probe.ts';
import type { Evaluation } from '../../../shared/contract/runs.ts';
import { assertNever } from '../../../shared/result.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { WithBytes } from '../answer.ts';
import { startJob } from '../job-process.ts';
import type { JobProcess } from '../job-process.ts';

export interface Inspect {
  evaluate(model: ModelSource, split: 'train' | 'validation' | 'test', asked: Asked): Promise<Evaluation>;
  predict(
    model: ModelSource,
    rows: readonly number[],
    files: readonly ImportFile[],
  ): Promise<readonly Prediction[]>;
  predictTable(
    model: ModelSource,
    files: readonly ImportFile[],
  ): Promise<WithBytes<Output<'runs.predictTable'>>>;
  probe(model: ModelSource, request: ProbeRequest): Promise<WithBytes<Probe>>;
  /** `writing.written` hears of a text as it grows. */
  generate(model: ModelSource, request: GenerateRequest, writing: Writing): Promise<WithBytes<Generated>>;
  /** Ends what is written or evaluated for this stream. */
  cancel(stream: string): void;
  close(): void;
}

/** Who asked: `cancel` of the stream ends it, also where it was to end before it could be asked. */
interface Asked {
  readonly stream: string | null;
  readonly ended: () => boolean;
}
interface Writing extends Asked {
  written(text: string): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Failed): void;
  readonly writing: Writing | undefined;
}

interface Warm {
  readonly job: JobProcess<InspectCommand, InspectEvent>;
  readonly waiting: Map<number, Waiting>;
}

/** `idleLimit`: ms without a question after which the process, and its memory, is let go. */
export function openInspect(entry: () => string, workspace: string, idleLimit = 120_000): Inspect {
  let warm: Warm | null = null;
  let timer: NodeJS.Timeout | undefined;
  let last = 0;

  const close = (): void => {
    clearTimeout(timer);
    warm?.job.end(2000);
    warm = null;
  };
  const started = (): Warm => {
    const job = startJob<InspectCommand, InspectEvent>(entry(), workspace);
    const own: Warm = { job, waiting: new Map() };
    job.onEvent((event, bytes) => {
      const open = own.waiting.get(event.id);
      if (event.type === 'written') return open?.writing?.written(event.text);
      own.waiting.delete(event.id);
      switch (event.type) {
        case 'evaluation':
          return open?.resolve(event.evaluation);
        case 'predictions':
          return open?.resolve(event.predictions);
        case 'table':
          return open?.resolve(new WithBytes(event.table, bytes));
        case 'probe':
          return open?.resolve(new WithBytes(event.probe, bytes));
        case 'generated':
          return open?.resolve(new WithBytes(event.generated, bytes));
        case 'failed':
          return open?.reject(new Failed(event.failure));
        default:
          return assertNever(event);
      }
    });
    job.onExit(({ words }) => {
      if (warm === own) warm = null;
      for (const open of own.waiting.values())
        open.reject(new Failed(failure('job-died', { job: 'inspect', detail: words })));
    });
    return own;
  };
  const ask = async <T>(command: (id: number) => InspectQuestion, writing?: Writing): Promise<T> => {
    clearTimeout(timer);
    const own = (warm ??= started());
    const id = ++last;
    try {
      return await new Promise<T>((resolve, reject) => {
        own.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, writing });
        own.job.send(command(id));
        if (writing?.ended() === true) own.job.send({ type: 'cancel', id });
      });
    } finally {
      if (own.waiting.size === 0) {
        clearTimeout(timer);
        timer = setTimeout(close, idleLimit).unref();
      }
    }
  };

  return {
    evaluate: (model, split, asked) =>
      ask((id) => ({ type: 'evaluate', id, model, split }), { ...asked, written: () => undefined }),
    predict: (model, rows, files) => ask((id) => ({ type: 'predict', id, model, rows, files })),
    predictTable: (model, files) => ask((id) => ({ type: 'predict-table', id, model, files })),
    probe: (model, request) => ask((id) => ({ type: 'probe', id, model, request })),
    generate: (model, request, writing) => ask((id) => ({ type: 'generate', id, model, request }), writing),
    cancel(stream) {
      for (const [id, { writing }] of warm?.waiting ?? [])
        if (writing?.stream === stream) warm?.job.send({ type: 'cancel', id });
    },
    close,
  };
}
