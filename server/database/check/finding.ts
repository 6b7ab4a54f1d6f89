/** Defines what a check of a data folder finds. */

export type Finding = {
	/** A sentence for the operator. */
	readonly what: string;
	/** Nothing is wrong: it is only worth knowing. */
	readonly isHarmless?: true;
	/** Makes it right; undefined if only a backup can. */
	readonly mend?: Mend;
};

export type Mend = {
	/** What it does, after `--mend`, as a sentence. */
	readonly how: string;
	/** Path of the file that it changes or removes; a copy of it is kept. */
	readonly file: string;
	readonly run: () => Promise<void>;
};
