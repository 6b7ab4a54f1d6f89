/** Declares the size of a screen or of a part of it, in cells. */
export type Size = {readonly columns: number; readonly rows: number};
