/** Rows of a person's file with what a model reads of them. */

/** How a file writes its rows. */
export interface FileForm {
  readonly names: readonly string[];
  readonly delimiter: string;
  /** Its decimals stand behind a comma. */
  readonly comma: boolean;
}

export interface FileRow {
  /** The file, and its line where it is a table. */
  readonly name: string;
  readonly cells: readonly string[];
  /** What its cells say of time and series, where the model's data has such columns. */
  readonly moment: string | null;
  readonly series: string | null;
}

/** Rows of a file in order, and the samples that answer for some of them. */
export interface FeatureBatch {
  readonly form: FileForm;
  readonly rows: readonly FileRow[];
  /** Of each sample the place in `rows` of the row that it answers for. */
  readonly at: readonly number[];
  /** The name of each sample: its row's, or the lines of its window. */
  readonly sources: readonly string[];
  /** By input node: [at.length x features]. */
  readonly features: Readonly<Record<string, Float32Array>>;
}

/** Each row a sample of its own. */
export const rowByRow = (
  form: FileForm,
  rows: readonly FileRow[],
  features: FeatureBatch['features'],
): FeatureBatch => ({
  form,
  rows,
  at: rows.map((_, i) => i),
  sources: rows.map(({ name }) => name),
  features,
});
