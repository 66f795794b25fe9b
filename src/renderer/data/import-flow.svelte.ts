import { createContext } from 'svelte';
import type {
  CoreClient,
  DecimalSign,
  ImportForm,
  ImportOptions,
  ImportPreview,
  Source,
} from '../../shared/contract/core.ts';
import { coreWords } from '../../shared/words/core.ts';
import { Failed } from '../../shared/words/failures.ts';
import { ui } from '../../shared/words/ui/index.ts';
import { folderOf, sourcesOf } from '../files.ts';
import type { UploadProgress } from '../files.ts';
import { choicesOf, formOf, optionsOf, saidOf, withDecimal, withForm, withHeader } from './import-choices.ts';
import type { Choices } from './import-choices.ts';

type Stage =
  | { readonly at: 'nothing' }
  | { readonly at: 'uploading'; readonly progress: UploadProgress | null }
  | { readonly at: 'looking' }
  | { readonly at: 'preview'; readonly preview: ImportPreview; readonly busy: boolean };

/**
 * From dropped files to a started import: copy them (in a browser), look at them, let the person correct what was
 * found, start. What goes wrong is kept in `error` until the next attempt.
 */
export class ImportFlow {
  readonly #core: CoreClient;
  readonly #sentence: (error: unknown) => string;
  stage: Stage = $state.raw({ at: 'nothing' });
  error: string | null = $state.raw(null);
  choices: Choices | null = $state.raw(null);
  #sources: readonly Source[] = [];
  #files: readonly File[] = [];
  #abort = new AbortController();
  /** Imports that this window began. */
  readonly #started = new Set<string>();
  readonly active: boolean = $derived(this.stage.at !== 'nothing');

  constructor(core: CoreClient, sentence: (error: unknown) => string) {
    this.#core = core;
    this.#sentence = sentence;
  }

  /** Begins with new files; what was begun before is given up. */
  async begin(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    this.discard();
    const abort = (this.#abort = new AbortController());
    this.#files = files;
    this.stage = { at: 'uploading', progress: null };
    try {
      const onProgress = (progress: UploadProgress): void => {
        if (!abort.signal.aborted) this.stage = { at: 'uploading', progress };
      };
      this.#sources = await sourcesOf(this.#core, files, { onProgress, signal: abort.signal });
      await this.#look({}, abort);
    } catch (error) {
      this.#stumble(error, abort);
    }
  }

  /** Looks again because the first line is, or is not, the header. */
  async setHeader(header: boolean): Promise<void> {
    await this.#lookAgain({ header }, withHeader);
  }

  /** Looks again because the files are to be read as something else. */
  async setForm(as: ImportForm): Promise<void> {
    await this.#lookAgain({ as }, withForm);
  }

  /** Looks again because the rows of a series are in the order of another column. */
  async setTime(time: string): Promise<void> {
    await this.#lookAgain({ time }, (found, before) => ({
      ...withForm(found, before),
      fill: before.fill,
    }));
  }

  /** Looks again because another column names the series, or none. */
  async setSeries(series: string | null): Promise<void> {
    const time = this.choices?.time;
    await this.#lookAgain({ ...(time && { time }), series }, (found, before) => ({
      ...withForm(found, before),
      fill: before.fill,
      seriesSaid: true,
    }));
  }

  /** Looks again because numbers that could have either decimal sign have this one. */
  async setDecimal(decimal: DecimalSign): Promise<void> {
    await this.#lookAgain({ decimal }, withDecimal);
  }

  /** `keep`: what of the choices before stays after. */
  async #lookAgain(
    options: ImportOptions,
    keep: (found: Choices, before: Choices) => Choices,
  ): Promise<void> {
    const { choices: before, stage } = this;
    const abort = this.#abort;
    if (stage.at !== 'preview' || !before) return;
    this.error = null;
    this.stage = { ...stage, busy: true };
    const as = formOf(stage.preview);
    try {
      await this.#look({ ...(as && { as }), ...saidOf(before), ...options }, abort);
      if (this.choices) this.choices = keep(this.choices, before);
    } catch (error) {
      if (abort.signal.aborted) return;
      // What was found before is still there to be imported.
      this.error = this.#sentence(error);
      this.stage = { ...stage, busy: false };
    }
  }

  async #look(options: ImportOptions, abort: AbortController): Promise<void> {
    if (this.stage.at !== 'preview') this.stage = { at: 'looking' };
    const preview = await this.#core.request('import.preview', { sources: [...this.#sources], options });
    if (abort.signal.aborted) return;
    this.choices = choicesOf(preview, this.#nameFor(preview));
    this.stage = { at: 'preview', preview, busy: false };
  }

  /** Uploads lie in a folder of the core's own naming; the person's is better. Null where the look found a good name. */
  #nameFor(preview: ImportPreview): string | null {
    if (this.#files.length < 2 || !this.#sources.some((source) => 'upload' in source)) return null;
    return folderOf(this.#files) ?? ui.data.kindNames[preview.kind];
  }

  /** False for imports of another window, the command line, or a sample's data. */
  began(id: string): boolean {
    return this.#started.has(id);
  }

  choose(choices: Partial<Choices>): void {
    if (this.choices) this.choices = { ...this.choices, ...choices };
  }

  /** Starts the import as chosen; true when it runs. */
  async start(): Promise<boolean> {
    const { stage, choices } = this;
    const abort = this.#abort;
    if (stage.at !== 'preview' || !choices) return false;
    this.stage = { ...stage, busy: true };
    try {
      const name = choices.name.trim();
      const { id } = await this.#core.request('import.start', {
        sources: [...this.#sources],
        ...(name !== '' && { name }),
        options: optionsOf(stage.preview, choices),
      });
      this.#started.add(id);
      this.discard();
      return true;
    } catch (error) {
      if (!abort.signal.aborted) {
        this.error = this.#sentence(error);
        this.stage = { ...stage, busy: false };
      }
      return false;
    }
  }

  /** Gives up what was begun, and any error with it. */
  discard(): void {
    this.#abort.abort(
      new Failed({ code: 'bad-request', facts: { name: 'import', detail: coreWords.cancelled } }),
    );
    this.#sources = [];
    this.#files = [];
    this.choices = null;
    this.error = null;
    this.stage = { at: 'nothing' };
  }

  #stumble(error: unknown, abort: AbortController): void {
    if (abort.signal.aborted) return;
    this.error = this.#sentence(error);
    this.stage = { at: 'nothing' };
  }
}

export const [getImportFlow, setImportFlow] = createContext<ImportFlow>();
