/** Defines what a check of a data folder finds wrong. */

export type Finding = {
	/** A sentence for the operator. */
	readonly what: string;
	/** Makes it right; undefined if only a backup can. */
	readonly mend?: Mend;
};

type Mend = {
	/** What it will do, after `--mend`. */
	readonly how: string;
	/** Files that it changes or removes; a copy of each is kept. */
	readonly files: readonly string[];
	readonly run: () => Promise<void>;
};
