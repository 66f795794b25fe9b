/** Something that training must reach on real data. */
export interface Bar {
  readonly name: string;
  readonly asked: string;
  measure(): Promise<{ readonly measured: string; readonly met: boolean }>;
}

export const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;
