/** One choice of a Select, a Segments or a Menu of choices. */
export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly disabled?: boolean | undefined;
}
